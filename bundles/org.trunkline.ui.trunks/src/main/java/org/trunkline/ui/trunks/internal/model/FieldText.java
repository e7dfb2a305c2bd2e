package org.trunkline.ui.trunks.internal.model;

import org.trunkline.api.FieldError;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.ErrorText;


/** Fields, their values and what is wrong with them, in the desk's language. */
public final class FieldText {
    /** The one kind of two words. */
    private static final String RING_GROUP = "ring group";

    private final Texts texts;
    private final ErrorText errors = new ErrorText();

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

    public String sentence(FieldError error) {
        return errors.sentence(error);
    }

    /** {@code route +46} in the desk's language. */
    public String dependent(String dependent) {
        int space = dependent.startsWith(RING_GROUP) ? RING_GROUP.length() : dependent.indexOf(' ');
        String key = "dependent." + (space < 0 ? dependent : dependent.substring(0, space).replace(' ', '-'));
        String name = space < 0 ? "" : dependent.substring(space + 1);
        return texts.has(key) ? texts.get(key, name.isEmpty() ? texts.get("route.all") : name) : dependent;
    }
}
