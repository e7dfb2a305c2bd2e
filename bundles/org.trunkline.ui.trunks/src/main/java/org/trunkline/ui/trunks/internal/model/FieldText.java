package org.trunkline.ui.trunks.internal.model;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.ErrorText;

/** Fields, their values and what is wrong with them, in the desk's language. */
public final class FieldText {
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
        return AuditSubject.read(dependent).map(of -> of.plugin().map(plugin -> texts.get("dependent.entry", plugin + " " + of.name() + " "
                + of.key())).orElseGet(() -> texts.get("dependent." + of.kind(), of.key().isEmpty() ? texts.get("route.all") : of.key())))
                .orElse(dependent);
    }

    /** {@code ring-group} of {@code ring group sales}. */
    public String kindOf(String subject) {
        return AuditSubject.read(subject).map(AuditSubject::kind).orElse(subject);
    }
}
