package org.trunkline.http.internal.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.wire.ProblemJson;

/** A request that cannot be fulfilled, with the document that says why. */
public final class Problem extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "urn:trunkline:problem:";

    private final transient ProblemJson document;
    private final transient Map<String, String> headers;

    Problem(ProblemJson document, Map<String, String> headers) {
        super(document.detail(), null, false, false); // an answer, not an accident: nobody reads its stack
        this.document = document;
        this.headers = Map.copyOf(headers);
    }

    ProblemJson document() {
        return document;
    }

    Map<String, String> headers() {
        return headers;
    }

    public static Problem of(int status, String type, String title, String detail) {
        return of(status, type, title, detail, Map.of());
    }

    public static Problem of(int status, String type, String title, String detail, Map<String, String> headers) {
        return new Problem(new ProblemJson(TYPE + type, title, status, detail, List.of(), List.of()), headers);
    }

    public static Problem unavailable(NodeUnavailableException e) {
        return new Problem(new ProblemJson(TYPE + "unavailable", "The node cannot answer now", 503,
                String.valueOf(e.getMessage()), List.of(), List.of(), e.code(), e.args()), Map.of("Retry-After", "2"));
    }

    public static Problem notFound(String what) {
        return of(404, "not-found", "Not found", what);
    }

    /** 409 where all that is wrong is a taken key, else 422. */
    public static Problem invalid(List<FieldError> errors) {
        boolean taken = errors.stream().allMatch(e -> e.code().equals("taken"));
        var detail = String.join("; ", errors.stream().map(FieldError::message).toList());
        return new Problem(taken ? new ProblemJson(TYPE + "conflict", "Already exists", 409, detail, errors, List.of())
                : new ProblemJson(TYPE + "validation", "Some fields are not valid", 422, detail, errors, List.of()),
                Map.of());
    }

    public static Problem inUse(String key, List<String> dependents) {
        return new Problem(new ProblemJson(TYPE + "in-use", "Still in use", 409,
                "\"" + key + "\" is used by " + String.join(", ", dependents), List.of(), dependents), Map.of());
    }

    /** A query parameter. @param allowed in words */
    public static Problem parameter(String name, String value, String allowed) {
        var message = name + " \"" + value + "\" is not " + allowed;
        return badRequest(message, new FieldError(name, "invalid", List.of(value, allowed), message));
    }

    public static Problem badRequest(String detail, FieldError error) {
        return new Problem(new ProblemJson(TYPE + "bad-request", "Bad request", 400, detail, List.of(error), List.of()),
                Map.of());
    }

    /** A malformed search text: its place, what would work, then code and values for a translated text. */
    public static Problem query(QueryException wrong) {
        var args = new ArrayList<>(List.of(String.valueOf(wrong.position())));
        if (wrong.suggestion().isPresent() || !wrong.code().isEmpty())
            args.add(wrong.suggestion().orElse(""));
        if (!wrong.code().isEmpty()) {
            args.add(wrong.code());
            args.addAll(wrong.args());
        }
        String message = wrong.getMessage();
        return new Problem(new ProblemJson(TYPE + "query", "The query cannot be understood", 400, message,
                List.of(new FieldError("q", "query", args, message)), List.of()), Map.of());
    }

    ObjectNode json() {
        return document.write();
    }
}
