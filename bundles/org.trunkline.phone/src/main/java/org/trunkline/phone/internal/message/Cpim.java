package org.trunkline.phone.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A message in CPIM format (RFC 3862).
 *
 * @param headers by lower-case name, prefixes included; the first of each name
 * @param content that it wraps
 */
record Cpim(Map<String, String> headers, Content content) {
    private static final String IMDN = "urn:ietf:params:imdn";

    Cpim {
        headers = Map.copyOf(headers);
    }

    /** Empty where the text is not of this format. */
    static Optional<Cpim> parse(String text) {
        var headers = new HashMap<String, String>();
        int inner = block(text, 0, headers);
        if (inner < 0 || !headers.containsKey("from"))
            return Optional.empty();
        var of = new HashMap<String, String>();
        int body = block(text, inner, of);
        return body < 0 ? Optional.empty()
                : Optional.of(new Cpim(headers, new Content(of.getOrDefault("content-type", "text/plain"), text.substring(body))));
    }

    /** @return where the text after the empty line begins; negative where there is no such line */
    private static int block(String text, int from, Map<String, String> headers) {
        int at = from;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            if (end < 0)
                return -1;
            String line = text.substring(at, end).stripTrailing();
            at = end + 1;
            if (line.isEmpty())
                return at;
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                headers.putIfAbsent(name.equals("ns") ? "ns " + value.replaceAll(".*<|>.*", "") : name, value);
            }
        }
        return -1;
    }

    /** A header of RFC 5438, whatever prefix the message gives its namespace. */
    private Optional<String> imdn(String name) {
        String prefix = Optional.ofNullable(headers.get("ns " + IMDN)).map(value -> value.replaceAll("<.*", "").strip())
                .orElse("imdn").toLowerCase(Locale.ROOT);
        return Optional.ofNullable(headers.get(prefix.isEmpty() ? name : prefix + '.' + name)).filter(value -> !value.isEmpty());
    }

    Optional<String> messageId() {
        return imdn("message-id");
    }

    /** @param what {@code positive-delivery} or {@code display} (RFC 5438 §6.2) */
    boolean asksFor(String what) {
        return imdn("disposition-notification").filter(value -> {
            for (String part : value.split(","))
                if (part.strip().equalsIgnoreCase(what))
                    return true;
            return false;
        }).isPresent();
    }

    /** Addresses of a message. @param from and {@code to} URIs */
    record Parties(String from, String to) {}

    /** A text that asks for notifications of its delivery and display. */
    static Content text(Parties parties, String id, String text, Instant now) {
        return written(parties, id, "imdn.Disposition-Notification: positive-delivery, negative-delivery, display\r\n",
                "Content-Type: text/plain; charset=utf-8\r\n", text.replace("\n", "\r\n"), now);
    }

    /** A notification; it asks for none itself (RFC 5438 §7.1.1). */
    static Content notification(Parties parties, String id, String xml, Instant now) {
        return written(parties, id, "", "Content-Type: message/imdn+xml\r\nContent-Disposition: notification\r\n", xml, now);
    }

    private static Content written(Parties parties, String id, String asks, String type, String body, Instant now) {
        return new Content(Content.CPIM, "From: <" + parties.from() + ">\r\nTo: <" + parties.to() + ">\r\nNS: imdn <" + IMDN + ">\r\n"
                + "imdn.Message-ID: " + id + "\r\nDateTime: " + now.truncatedTo(ChronoUnit.SECONDS) + "\r\n" + asks + "\r\n" + type
                + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }
}
