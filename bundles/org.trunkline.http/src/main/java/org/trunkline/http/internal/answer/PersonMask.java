package org.trunkline.http.internal.answer;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.trunkline.wire.json.Json;

/**
 * Cuts the ends of numbers and names in what is told of calls. Every text is cut but those that are known to name nobody,
 * so that a field that comes later is cut until somebody has thought of it.
 */
public final class PersonMask {
    private static final int CUT = 4;
    private static final Set<String> OPEN = Set.of("id", "call", "direction", "state", "trunk", "route", "routePrefix",
            "startedAt", "answeredAt", "ringingAt", "endedAt", "at", "start", "endedBy", "endedby", "cause", "status", "answered",
            "side", "transport", "codec", "userAgent", "media", "next", "partial", "currency", "field", "verdict", "origin",
            "continues", "continuedAs", "findings", "severity", "type");
    /** In one kind of object a word of ours, known by another of its fields, in others what people are called by. */
    private static final Map<String, String> OPEN_BESIDE = Map.of("from", "mline", "reason", "verdict", "code", "severity", "source",
            "severity", "by", "type");
    /** Called by what they are counted for. */
    private static final String VALUE = "value";

    private PersonMask() {}

    public static JsonNode apply(JsonNode node) {
        return apply(node, "");
    }

    /** @param name of the field it is in */
    private static JsonNode apply(JsonNode node, String name) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = Json.object();
                object.properties().forEach(field -> copy.set(field.getKey(), isWord(object, field.getKey()) ? field.getValue()
                        : apply(field.getValue(), field.getKey().equals(VALUE) ? name : field.getKey())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = Json.array();
                array.forEach(element -> copy.add(apply(element, name)));
                yield copy;
            }
            case TextNode text when !OPEN.contains(name) -> TextNode.valueOf(cut(text.textValue()));
            default -> node;
        };
    }

    private static boolean isWord(ObjectNode object, String field) {
        return OPEN_BESIDE.containsKey(field) && object.has(OPEN_BESIDE.get(field));
    }

    private static String cut(String text) {
        int end = Math.max(0, text.length() - CUT);
        return text.substring(0, end) + "*".repeat(text.length() - end);
    }
}
