package org.trunkline.http.internal.answer;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.trunkline.wire.json.Json;

/**
 * Hides numbers and names in what is told of calls: the last digits of a number, the user of an address, all of any other
 * text. Every text is hidden but those that are known to name nobody, so that a field that comes later is hidden until
 * somebody has thought of it.
 */
public final class PersonMask {
    private static final int CUT = 4;
    private static final Set<String> OPEN = Set.of("id", "call", "direction", "state", "trunk", "route", "routePrefix",
            "startedAt", "answeredAt", "ringingAt", "endedAt", "at", "start", "endedBy", "endedby", "cause", "status", "answered",
            "side", "transport", "codec", "userAgent", "media", "next", "partial", "currency", "field", "verdict", "origin",
            "continues", "continuedAs", "findings", "severity", "type", "part");
    /** In one kind of object a word of ours, known by another of its fields, in others what people are called by. */
    private static final Map<String, String> OPEN_BESIDE = Map.of("from", "mline", "reason", "verdict", "code", "severity", "source",
            "severity", "by", "type");
    private static final String HIDDEN = "****";
    private static final Pattern NUMBER = Pattern.compile("(tel:)?[+]?[0-9*#() /-]+");
    private static final Pattern ADDRESS = Pattern.compile("(sips?:)?[^@\\s]*(@\\S+)");
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
            case TextNode text when !OPEN.contains(name) -> TextNode.valueOf(hide(text.textValue()));
            default -> node;
        };
    }

    private static boolean isWord(ObjectNode object, String field) {
        return OPEN_BESIDE.containsKey(field) && object.has(OPEN_BESIDE.get(field));
    }

    private static String hide(String text) {
        if (text.isEmpty())
            return text;
        if (NUMBER.matcher(text).matches()) {
            int end = Math.max(0, text.length() - CUT);
            return text.substring(0, end) + "*".repeat(text.length() - end);
        }
        var address = ADDRESS.matcher(text);
        return address.matches() ? Optional.ofNullable(address.group(1)).orElse("") + HIDDEN + address.group(2) : HIDDEN;
    }
}
