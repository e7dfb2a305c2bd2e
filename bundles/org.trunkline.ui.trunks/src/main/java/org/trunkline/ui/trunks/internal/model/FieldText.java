package org.trunkline.ui.trunks.internal.model;

import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.ErrorText;


/** Fields, their values and what is wrong with them, in the desk's language. */
public final class FieldText {
    /** Kinds of two words. */
    private static final List<String> LONG_KINDS = List.of("ring group", "saved search", "legal hold", "case keys");

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
        String key = "dependent." + kindOf(dependent);
        int space = endOfKind(dependent);
        String name = space == dependent.length() ? "" : dependent.substring(space + 1);
        return texts.has(key) ? texts.get(key, name.isEmpty() ? texts.get("route.all") : name) : dependent;
    }

    /** {@code ring-group} of {@code ring group sales}. */
    public String kindOf(String subject) {
        return subject.substring(0, endOfKind(subject)).replace(' ', '-');
    }

    private static int endOfKind(String subject) {
        for (String kind : LONG_KINDS)
            if (subject.equals(kind) || subject.startsWith(kind + " "))
                return kind.length();
        int space = subject.indexOf(' ');
        return space < 0 ? subject.length() : space;
    }
}
