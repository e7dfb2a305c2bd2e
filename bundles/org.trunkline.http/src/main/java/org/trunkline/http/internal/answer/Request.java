package org.trunkline.http.internal.answer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.FieldError;
import org.trunkline.domain.format.MediaTypes;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;
import org.trunkline.wire.json.Spelling;

/**
 * One request, decoded.
 *
 * @param vars the parts of the path that a template leaves open
 * @param masked whether the caller may not learn whose calls they are
 */
public record Request(String method, List<String> path, List<String> vars, Map<String, String> query, String contentType,
        InputStream stream, boolean masked) {
    public static final int MAX_BODY = 1 << 20;
    private static final long MOST_PASSED_OVER = 16 << 20;

    /** @param rawPath and rawQuery still percent-encoded */
    public static Request parse(String method, String rawPath, Optional<String> rawQuery, String contentType,
            InputStream stream) throws Problem {
        var path = new ArrayList<String>();
        for (String segment : rawPath.substring(1).split("/", -1))
            path.add(decode(segment.replace("+", "%2B"))); // a plus is a plus in a path
        var query = new LinkedHashMap<String, String>();
        for (String pair : rawQuery.orElse("").split("&"))
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = decode(equals < 0 ? pair : pair.substring(0, equals));
                if (query.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null)
                    throw Problem.badRequest("The parameter " + name + " is listed twice",
                            new FieldError(name, "duplicate", List.of(), name + " is listed twice"));
            }
        return new Request(method, path, List.of(), query, contentType, stream, false);
    }

    private static String decode(String text) throws Problem {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "bad-request", "Bad request", "\"" + text + "\" is not valid percent-encoding");
        }
    }

    public Request with(List<String> open) {
        return new Request(method, path, open, query, contentType, stream, masked);
    }

    /** The same, with parameters that came otherwise than in the address. */
    public Request asking(Map<String, String> parameters) {
        return new Request(method, path, vars, parameters, contentType, stream, masked);
    }

    public Request masked(boolean isMasked) {
        return new Request(method, path, vars, query, contentType, stream, isMasked);
    }

    public void allowOnly(Set<String> parameters) throws Problem {
        if (parameters.equals(Endpoint.ALL_PARAMETERS))
            return;
        for (String name : query.keySet())
            if (!parameters.contains(name)) {
                var there = new TreeSet<>(parameters);
                var message = "There is no parameter \"" + name + "\" here" + Spelling.meant(name, there)
                        .map(meant -> "; did you mean \"" + meant + "\"?")
                        .orElse(there.isEmpty() ? "" : "; there are " + String.join(", ", there));
                throw Problem.badRequest(message, new FieldError(name, "unknown-parameter",
                        List.copyOf(there), message));
            }
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(v -> !v.isEmpty());
    }

    public long number(String name, long fallback, long min, long max) throws Problem {
        var text = parameter(name);
        if (text.isEmpty())
            return fallback;
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max)
                return value;
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.parameter(name, text.get(), "a whole number from " + min + " to " + max);
    }

    public Optional<Instant> instant(String name) throws Problem {
        var text = parameter(name);
        try {
            return text.map(t -> OffsetDateTime.parse(t).toInstant());
        } catch (DateTimeException e) {
            throw Problem.parameter(name, text.orElseThrow(), "an ISO 8601 time such as 2026-01-31T08:00:00Z");
        }
    }

    public boolean flag(String name) throws Problem {
        var text = query.get(name);
        if (text == null || text.equals("false"))
            return false;
        if (text.equals("true"))
            return true;
        throw Problem.parameter(name, text, "true or false");
    }

    /** The body, at most 1 MiB of JSON. */
    public JsonNode json() throws Problem, IOException {
        if (!MediaTypes.of(contentType).equals("application/json"))
            throw Problem.of(415, "media-type", "Unsupported media type",
                    "The body must be application/json, not \"" + contentType + "\"", Map.of("Accept", "application/json"));
        try {
            return Json.parseRequest(bytes());
        } catch (MalformedJsonException e) {
            throw Problem.of(400, "malformed-json", "Malformed JSON",
                    "Line " + e.line() + ", column " + e.column() + ": " + e.getMessage());
        }
    }

    /** The body, at most 1 MiB. */
    public byte[] bytes() throws Problem, IOException {
        return bytes(MAX_BODY);
    }

    /** The body, at most so many bytes. */
    public byte[] bytes(int most) throws Problem, IOException {
        byte[] body = stream.readNBytes(most + 1);
        if (body.length > most)
            throw tooLarge(stream, most);
        return body;
    }

    /** Passes over some of it first: a client that still sends may not read an answer. */
    public static Problem tooLarge(InputStream body, int most) throws IOException {
        body.skip(MOST_PASSED_OVER);
        return Problem.of(413, "too-large", "Too large", "The body exceeds " + most + " bytes");
    }

    /** Tells no body and no query: a search text may hold numbers. */
    @Override
    public String toString() {
        return method + " /" + String.join("/", path);
    }
}
