package org.trunkline.http.internal;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.wire.Json;
import org.trunkline.wire.ProblemJson;

/** What goes back. @param body may be empty @param contentType of the body */
record Answer(int status, Map<String, String> headers, String contentType, byte[] body) {
    private static final String JSON = "application/json";

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer ok(JsonNode body) {
        return new Answer(200, Map.of(), JSON, Json.bytes(body));
    }

    static Answer of(int status, JsonNode body) {
        return new Answer(status, Map.of(), JSON, Json.bytes(body));
    }

    static Answer created(String location, JsonNode body) {
        return new Answer(201, Map.of("Location", location), JSON, Json.bytes(body));
    }

    static Answer noContent() {
        return new Answer(204, Map.of(), JSON, new byte[0]);
    }

    static Answer document(byte[] json) {
        return new Answer(200, Map.of(), JSON, json);
    }

    static Answer of(Problem problem) {
        return new Answer(problem.document().status(), problem.headers(), ProblemJson.MEDIA_TYPE,
                Json.bytes(problem.document().write()));
    }
}
