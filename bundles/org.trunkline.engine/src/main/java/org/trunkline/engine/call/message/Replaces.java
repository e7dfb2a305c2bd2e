package org.trunkline.engine.call.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;

/**
 * The dialog that a Replaces header names (RFC 3891 §6.1), as its receiver sees the dialog.
 *
 * @param toTag tag of the receiver
 * @param fromTag tag of the other side
 * @param earlyOnly whether it must not be answered yet
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {

    /** Empty where a tag is missing. */
    public static Optional<Replaces> parse(String value) {
        String callId = "";
        String to = "";
        String from = "";
        boolean early = false;
        for (String part : value.split(";")) {
            String text = part.strip();
            String lower = text.toLowerCase(Locale.ROOT);
            if (callId.isEmpty())
                callId = text;
            else if (lower.startsWith("to-tag="))
                to = text.substring("to-tag=".length()).strip();
            else if (lower.startsWith("from-tag="))
                from = text.substring("from-tag=".length()).strip();
            else if (lower.equals("early-only"))
                early = true;
        }
        return callId.isEmpty() || to.isEmpty() || from.isEmpty() ? Optional.empty()
                : Optional.of(new Replaces(callId, to, from, early));
    }

    /** Of the headers that a URI carries after its question mark (RFC 3261 §19.1.1). */
    public static Optional<Replaces> ofUri(String uri) {
        return value(uri).flatMap(Replaces::decoded).flatMap(Replaces::parse);
    }

    /** Whether a URI carries such a header, readable or not. */
    public static boolean carriedBy(String uri) {
        return value(uri).isPresent();
    }

    private static Optional<String> value(String uri) {
        int question = uri.indexOf('?');
        if (question < 0)
            return Optional.empty();
        for (String header : uri.substring(question + 1).split("&")) {
            int equals = header.indexOf('=');
            if (equals > 0 && header.substring(0, equals).equalsIgnoreCase("Replaces"))
                return Optional.of(header.substring(equals + 1));
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an escape that is none
        }
    }
}
