package org.trunkline.wire;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/**
 * An error as RFC 9457 has it.
 *
 * @param type what kind, {@code /problems/validation}
 * @param errors empty where no single field is at fault
 * @param dependents what still uses a thing that was to be deleted
 * @param code for a translation of the detail; empty where there is none
 * @param args values for the translated text
 */
public record ProblemJson(String type, String title, int status, String detail, List<FieldError> errors,
        List<String> dependents, String code, List<String> args) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public ProblemJson {
        errors = List.copyOf(errors);
        dependents = List.copyOf(dependents);
        args = List.copyOf(args);
    }

    /** One whose detail is not translated. */
    public ProblemJson(String type, String title, int status, String detail, List<FieldError> errors,
            List<String> dependents) {
        this(type, title, status, detail, errors, dependents, "", List.of());
    }

    public ObjectNode write() {
        var out = new Out().put("type", type).put("title", title).put("status", status).put("detail", detail);
        if (!errors.isEmpty())
            out.list("errors", errors, ProblemJson::write);
        if (!dependents.isEmpty())
            out.texts("dependents", dependents);
        if (!code.isEmpty())
            out.put("code", code).texts("args", args);
        return out.node();
    }

    public static ProblemJson read(JsonNode node) {
        var in = new In(node);
        return new ProblemJson(in.textOr("type", "about:blank"), in.textOr("title", ""), (int) in.integerOr("status", 0),
                in.textOr("detail", ""), readErrors(node), in.texts("dependents"),
                in.textOr("code", ""), in.texts("args"));
    }

    /** Of a problem, or of the answer to a check. */
    public static List<FieldError> readErrors(JsonNode node) {
        return new In(node).list("errors", in -> new FieldError(in.text("field"), in.textOr("code", "invalid"),
                in.texts("args"), in.text("message")));
    }

    /** The answer to a check. */
    public static ObjectNode check(List<FieldError> errors) {
        return new Out().list("errors", errors, ProblemJson::write).node();
    }

    private static ObjectNode write(FieldError error) {
        return new Out().put("field", error.field()).put("code", error.code()).texts("args", error.args())
                .put("message", error.message()).node();
    }
}
