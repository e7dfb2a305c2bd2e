package org.trunkline.engine.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.engine.port.signaling.Body;

/**
 * What the node reads of a message in CPIM format (RFC 3862): its first header block, and the type of what it wraps.
 *
 * @param headers by lower-case name, prefixes included; the first of each name
 * @param type of the wrapped content, lower case without parameters; empty where it is not given
 */
record Cpim(Map<String, String> headers, String type) {
    static final String TYPE = "message/cpim";
    private static final String IMDN = "urn:ietf:params:imdn";
    /** Header blocks are short; the rest is the text. */
    private static final int LONGEST_HEAD = 8192;

    /** Empty for another type. */
    static Optional<Cpim> of(Body body) {
        if (!mediaType(body.contentType()).equals(TYPE))
            return Optional.empty();
        var lines = new String(body.bytes(), 0, Math.min(body.bytes().length, LONGEST_HEAD), UTF_8).split("\r?\n", -1);
        var headers = new HashMap<String, String>();
        int line = block(lines, 0, headers);
        var content = new HashMap<String, String>();
        block(lines, line, content);
        return Optional.of(new Cpim(Map.copyOf(headers), mediaType(content.getOrDefault("content-type", ""))));
    }

    /** @return the line after the empty one that ends the block */
    private static int block(String[] lines, int from, Map<String, String> headers) {
        int line = from;
        for (; line < lines.length && !lines[line].isEmpty(); line++) {
            int colon = lines[line].indexOf(':');
            if (colon <= 0)
                continue;
            String name = lines[line].substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = lines[line].substring(colon + 1).strip();
            headers.putIfAbsent(name.equals("ns") ? "ns " + value.replaceAll(".*<|>.*", "") : name, value);
        }
        return line + 1;
    }

    /** Without parameters, lower case. */
    static String mediaType(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** A header of the namespace of RFC 5438, whatever prefix the message gives it. */
    private Optional<String> imdn(String name) {
        String prefix = Optional.ofNullable(headers.get("ns " + IMDN)).map(value -> value.replaceAll("<.*", "").strip().toLowerCase(Locale.ROOT))
                .orElse("imdn");
        return header(prefix.isEmpty() ? name : prefix + '.' + name);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** By which notifications name the message (RFC 5438 §6.3). */
    Optional<String> messageId() {
        return imdn("message-id");
    }

    /** @param what {@code positive-delivery} or {@code negative-delivery} (RFC 5438 §6.2) */
    boolean asksFor(String what) {
        return imdn("disposition-notification").filter(value -> {
            for (String part : value.split(","))
                if (part.strip().equalsIgnoreCase(what))
                    return true;
            return false;
        }).isPresent();
    }
}
