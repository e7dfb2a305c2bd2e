package org.trunkline.wire.json;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Text to tree and back, within bounds. <b>Threads:</b> any. */
public final class Json {
    private static final int DEPTH = 32;
    private static final int NUMBER_LENGTH = 40;
    private static final JsonMapper STRICT = mapper(1 << 20, true);
    /** For answers of a node: pages of records with ladders are long, and their sender is known. */
    private static final JsonMapper LONG = mapper(64 << 20, false);

    private Json() {}

    private static JsonMapper mapper(int stringLength, boolean strict) {
        var factory = JsonFactory.builder().configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH)
                        .maxNumberLength(NUMBER_LENGTH).maxStringLength(stringLength).build())
                .build();
        return JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    }

    /** Reads what a stranger sent: no duplicate names, at most 32 deep. */
    public static JsonNode parseRequest(byte[] text) throws MalformedJsonException {
        return parse(STRICT, text);
    }

    /** Reads what a node answered. */
    public static JsonNode parseAnswer(byte[] text) throws MalformedJsonException {
        return parse(LONG, text);
    }

    private static JsonNode parse(JsonMapper mapper, byte[] text) throws MalformedJsonException {
        try {
            var node = mapper.readTree(text);
            if (node == null || node.isMissingNode())
                throw new MalformedJsonException("There is no JSON here", 1, 1);
            return node;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new MalformedJsonException(tidy(e.getOriginalMessage()), at == null ? 1 : Math.max(1, at.getLineNr()),
                    at == null ? 1 : Math.max(1, at.getColumnNr()));
        } catch (ArithmeticException | NumberFormatException e) { // the parser's own: 1e99999999999
            throw new MalformedJsonException("A number in it is too large or too small", 1, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading an array does no I/O
        }
    }

    /** Without what only the parser's makers understand. */
    private static String tidy(String message) {
        if (message.startsWith("Trailing token"))
            return "There is more after the end of the JSON";
        return message.lines().findFirst().orElse("").replaceAll(" \\(start marker at .*", "").replaceAll(", from `[^`]*`", "");
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return LONG.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
