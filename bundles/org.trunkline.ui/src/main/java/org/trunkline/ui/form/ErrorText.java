package org.trunkline.ui.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.ui.Texts;

/** What is wrong with the fields of a form, in the desk's language. */
public final class ErrorText {
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+\\].*");
    /** Of an error that a plug-in words itself: its values are the sentence in each language. */
    private static final String SAID = "said-by-plugin";
    private static final List<String> LANGUAGES = List.of("en", "sv", "zh", "id");

    /** The value, then what is allowed at least and at most. */
    private static final int RANGED = 3;

    private final Texts texts;

    public ErrorText() {
        texts = Texts.of(ErrorText.class);
    }

    /** {@code trunks[1]} belongs to the field {@code trunks}, {@code prices[2].fee} to {@code prices}. */
    public static String field(FieldError error) {
        return INDEX.matcher(error.field()).replaceAll("");
    }

    /** In the desk's language where the code is known, else as the node put it. */
    public String sentence(FieldError error) {
        if (error.code().equals(SAID) && error.args().size() == LANGUAGES.size())
            return error.args().get(Math.max(0, LANGUAGES.indexOf(Locale.getDefault().getLanguage())));
        String here = "error." + error.code() + "." + field(error);
        String key = texts.has(here) ? here : known(error);
        return texts.has(key) ? texts.get(key, error.args().toArray()) : error.message();
    }

    /** A text with the range that is allowed, where the error tells it. */
    private String known(FieldError error) {
        String key = "error." + error.code();
        return error.args().size() >= RANGED && texts.has(key + ".range") ? key + ".range" : key;
    }

    /** The same, with the unit of the field after the range that is allowed. */
    public String sentence(FieldError error, FormField field) {
        String key = "error." + error.code() + ".unit";
        if (field.limits().unit().isEmpty() || !texts.has(key))
            return sentence(error);
        var args = new ArrayList<Object>(error.args());
        args.add(field.limits().unit());
        return texts.get(key, args.toArray());
    }

    /** The first error of a field; empty where it is right. */
    String of(FormField field, List<FieldError> errors) {
        return errors.stream().filter(e -> field(e).equals(field.name())).findFirst().map(e -> sentence(e, field)).orElse("");
    }
}
