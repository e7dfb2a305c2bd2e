package org.trunkline.http.internal.answer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * What goes back.
 *
 * @param body may be empty
 * @param contentType of the body
 * @param content written after the head, instead of a body
 * @param challenges values of WWW-Authenticate, beside the headers
 */
public record Answer(int status, Map<String, String> headers, String contentType, byte[] body, Optional<Content> content,
        List<String> challenges) {
    /** Not held: written while it is read. */
    public sealed interface Content {
        /** Too long to be held. */
        @FunctionalInterface
        non-sealed interface File extends Content {
            /** What is thrown breaks the connection, so that no client takes a part for the whole. */
            void writeTo(OutputStream out) throws IOException, NodeUnavailableException;
        }

        /** JSON documents, one a line, each sent as soon as it is known. */
        @FunctionalInterface
        non-sealed interface Lines extends Content {
            /** The next; empty after the last. What is thrown is the last line, as a problem. */
            Optional<JsonNode> next() throws NodeUnavailableException;
        }
    }

    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    public Answer {
        headers = Map.copyOf(headers);
        challenges = List.copyOf(challenges);
    }

    public Answer(int status, Map<String, String> headers, String contentType, byte[] body, Optional<Content> content) {
        this(status, headers, contentType, body, content, List.of());
    }

    public Answer(int status, Map<String, String> headers, String contentType, byte[] body) {
        this(status, headers, contentType, body, Optional.empty());
    }

    /** A file for the client to keep. */
    public static Answer file(String name, String contentType, Content.File content) {
        return new Answer(200, Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""), contentType,
                new byte[0], Optional.of(content));
    }

    /** Documents that come one after the other. */
    public static Answer lines(Content.Lines lines) {
        return new Answer(200, Map.of(), LINES, new byte[0], Optional.of(lines));
    }

    /** With more headers. */
    public Answer with(Map<String, String> more) {
        var all = new HashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, contentType, body, content, challenges);
    }

    /** For a client that is to sign in. */
    public Answer challenging(List<String> values) {
        return new Answer(status, headers, contentType, body, content, values);
    }

    /** With numbers and names of people cut short. */
    public Answer masked() {
        switch (content.orElse(null)) {
            case null -> {
                // the body is
            }
            case Content.File _ -> throw new IllegalStateException("a file cannot be masked");
            case Content.Lines lines -> {
                return lines(() -> lines.next().map(PersonMask::apply));
            }
        }
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
