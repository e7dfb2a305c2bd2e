package org.trunkline.wire.push;

import java.time.Instant;

import org.trunkline.wire.json.Json;

/** What push messages say, as the web phone reads it, and the claims by which a node identifies itself to push services. */
public final class PushJson {
    private static final int LONGEST_NAME = 100;

    private PushJson() {}

    /**
     * @param kind {@code rings}, {@code missed}, {@code taken} or {@code message}
     * @param call the same in all messages of a call, or about the messages of one sender
     * @param caller the name shown
     * @param number of the caller
     * @param text beginning of a text message; empty for none
     * @param at when the node sent it
     */
    public static byte[] message(String kind, String call, String caller, String number, String text, Instant at) {
        var message = Json.object().put("kind", kind).put("call", call).put("caller", cut(caller)).put("number", cut(number))
                .put("at", at.toEpochMilli());
        return Json.bytes(text.isEmpty() ? message : message.put("text", text));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }

    /**
     * Claims of RFC 8292 §2.
     *
     * @param audience origin of the push service
     * @param subject {@code mailto:} or {@code https:} URI of the operator; empty for none
     */
    public static byte[] claims(String audience, Instant expires, String subject) {
        var claims = Json.object().put("aud", audience).put("exp", expires.getEpochSecond());
        return Json.bytes(subject.isEmpty() ? claims : claims.put("sub", subject));
    }
}
