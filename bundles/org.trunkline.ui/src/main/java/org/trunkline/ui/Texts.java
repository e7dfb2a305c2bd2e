package org.trunkline.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The translated texts of one package: {@code messages.properties} beside its classes, and {@code _sv}, … */
public final class Texts {
    /** System property: texts made from then on are longer by so many percent, as those of other languages may be. */
    public static final String LONGER = "trunkline.texts.longer";
    private static final String FILLER = " und noch etwas mehr als anderswo";

    private final ResourceBundle bundle;
    private final Locale locale;
    private final int longer = Integer.getInteger(LONGER, 0);

    private Texts(ResourceBundle bundle, Locale locale) {
        this.bundle = bundle;
        this.locale = locale;
    }

    /** The texts beside a class, in the desk's language, else in English. */
    public static Texts of(Class<?> anchor) {
        return of(anchor, Locale.getDefault());
    }

    public static Texts of(Class<?> anchor, Locale locale) {
        var control = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        String name = anchor.getPackageName() + ".messages";
        return new Texts(ResourceBundle.getBundle(name, locale, anchor.getClassLoader(), control), locale);
    }

    /**
     * A text with its values in place, by {@link MessageFormat}; a text without values is taken as it is.
     *
     * @throws java.util.MissingResourceException if there is no such key
     */
    public String get(String key, Object... values) {
        String pattern = longer > 0 ? lengthened(bundle.getString(key)) : bundle.getString(key);
        return values.length == 0 ? pattern : new MessageFormat(pattern, locale).format(values);
    }

    private String lengthened(String pattern) {
        int more = (int) Math.ceil(pattern.replaceAll("\\{[^}]*}|<[^>]*>", "").length() * longer / 100.0);
        return pattern + FILLER.repeat(1 + more / FILLER.length()).substring(0, more);
    }

    public boolean has(String key) {
        return bundle.containsKey(key);
    }
}
