package org.trunkline.http.internal.answer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** What goes back. @param body may be empty @param contentType of the body @param content written after the head, instead of a body */
public record Answer(int status, Map<String, String> headers, String contentType, byte[] body, Optional<Content> content) {
    /** Too long to be held: written while it is read. */
    @FunctionalInterface
    public interface Content {
        /** What is thrown breaks the connection, so that no client takes a part for the whole. */
        void writeTo(OutputStream out) throws IOException, NodeUnavailableException;
    }

    private static final String JSON = "application/json";

    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, Map<String, String> headers, String contentType, byte[] body) {
        this(status, headers, contentType, body, Optional.empty());
    }

    /** A file for the client to keep. */
    public static Answer file(String name, String contentType, Content content) {
        return new Answer(200, Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""), contentType,
                new byte[0], Optional.of(content));
    }

    /** With more headers. */
    public Answer with(Map<String, String> more) {
        var all = new HashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, contentType, body, content);
    }

    /** With numbers and names of people cut short. */
    public Answer masked() {
        if (content.isPresent())
            throw new IllegalStateException("a file cannot be masked");
        try {
            return new Answer(status, headers, contentType, Json.bytes(PersonMask.apply(Json.parseAnswer(body))));
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("not of ours", e);
        }
    }

    public static Answer ok(JsonNode body) {
        return new Answer(200, Map.of(), JSON, Json.bytes(body));
    }

    public static Answer of(int status, JsonNode body) {
        return new Answer(status, Map.of(), JSON, Json.bytes(body));
    }

    public static Answer created(String location, JsonNode body) {
        return new Answer(201, Map.of("Location", location), JSON, Json.bytes(body));
    }

    public static Answer noContent() {
        return new Answer(204, Map.of(), JSON, new byte[0]);
    }

    public static Answer document(byte[] json) {
        return new Answer(200, Map.of(), JSON, json);
    }

    public static Answer of(Problem problem) {
        return new Answer(problem.document().status(), problem.headers(), ProblemJson.MEDIA_TYPE,
                Json.bytes(problem.document().write()));
    }
}
