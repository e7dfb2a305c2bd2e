package org.trunkline.ui.trunks.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.ui.Texts;

/** Fields, their values and what is wrong with them, in the desk's language. */
public final class FieldText {
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+\\].*");

    /** Of an error that a plug-in words itself: its values are the sentence in each language. */
    private static final String SAID = "said-by-plugin";
    private static final List<String> LANGUAGES = List.of("en", "sv", "zh", "id");
    /** The one kind of two words. */
    private static final String RING_GROUP = "ring group";

    private final Texts texts;

    public FieldText(Texts texts) {
        this.texts = texts;
    }

    public static FieldText create() {
        return new FieldText(Texts.of(FieldText.class));
    }

    /** What the form calls a field. @param path as in JSON; one that the desk does not know names itself */
    public String label(String kind, String path) {
        String key = "field." + kind + "." + path;
        return texts.has(key) ? texts.get(key) : path;
    }

    /** A value as the form shows it, on one line. @param value as texts of entries are written */
    public String value(String kind, String path, String value) {
        String choice = "field." + kind + "." + path + "." + value;
        if (texts.has(choice) && !choice.endsWith(".tip"))
            return texts.get(choice);
        return switch (value) {
            case "" -> "–";
            case "true" -> texts.get("value.yes");
            case "false" -> texts.get("value.no");
            default -> value.replace("\n", ", ");
        };
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
        String key = texts.has(here) ? here : "error." + error.code();
        return texts.has(key) ? texts.get(key, error.args().toArray()) : error.message();
    }

    /** The same, with the unit of the field after the range that is allowed. */
    public String sentence(FieldError error, FieldSpec field) {
        String key = "error." + error.code() + ".unit";
        if (field.limits().unit().isEmpty() || !texts.has(key))
            return sentence(error);
        var args = new ArrayList<Object>(error.args());
        args.add(field.limits().unit());
        return texts.get(key, args.toArray());
    }

    /** The first error of a field; empty where it is right. */
    public String of(FieldSpec field, List<FieldError> errors) {
        return errors.stream().filter(e -> field(e).equals(field.name())).findFirst().map(e -> sentence(e, field)).orElse("");
    }

    /** The first error of a field; empty where it is right. */
    public String of(String field, List<FieldError> errors) {
        return errors.stream().filter(e -> field(e).equals(field)).findFirst().map(this::sentence).orElse("");
    }

    /** {@code route +46} in the desk's language. */
    public String dependent(String dependent) {
        int space = dependent.startsWith(RING_GROUP) ? RING_GROUP.length() : dependent.indexOf(' ');
        String key = "dependent." + (space < 0 ? dependent : dependent.substring(0, space).replace(' ', '-'));
        String name = space < 0 ? "" : dependent.substring(space + 1);
        return texts.has(key) ? texts.get(key, name.isEmpty() ? texts.get("route.all") : name) : dependent;
    }
}
