package org.trunkline.domain.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A message in CPIM format (RFC 3862).
 *
 * @param headers by lower-case name, prefixes included; the first of each name
 * @param type Content-Type of what it wraps, as written; {@code text/plain} where it is not given
 * @param content that it wraps
 */
public record CpimMessage(Map<String, String> headers, String type, String content) {
    public static final String TYPE = "message/cpim";
    private static final String IMDN = "urn:ietf:params:imdn";

    /**
     * Headers of a message.
     *
     * @param from and {@code to} addresses: {@code <sip:anna@example.org>}, or with a name before
     * @param id its Message-ID (RFC 5438 §6.3)
     * @param asks for these notifications (RFC 5438 §6.2); a notification itself asks for none (§7.1.1)
     */
    public record Envelope(String from, String to, String id, Instant at, List<String> asks) {
        public Envelope {
            asks = List.copyOf(asks);
        }
    }

    public CpimMessage {
        headers = Map.copyOf(headers);
    }

    /** Empty where the text is not of this format. */
    public static Optional<CpimMessage> parse(String text) {
        var headers = new HashMap<String, String>();
        int inner = block(text, 0, headers);
        if (inner < 0 || !headers.containsKey("from"))
            return Optional.empty();
        var of = new HashMap<String, String>();
        int body = block(text, inner, of);
        return body < 0 ? Optional.empty()
                : Optional.of(new CpimMessage(headers, of.getOrDefault("content-type", "text/plain"), text.substring(body)));
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

    /** Without parameters, lower case. */
    public String mediaType() {
        return MediaTypes.of(type);
    }

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
    }

    /** A header of the namespace of RFC 5438, whatever prefix the message gives it. */
    private Optional<String> imdn(String name) {
        String prefix = Optional.ofNullable(headers.get("ns " + IMDN)).map(value -> value.replaceAll("<.*", "").strip())
                .orElse("imdn").toLowerCase(Locale.ROOT);
        return header(prefix.isEmpty() ? name : prefix + '.' + name);
    }

    /** By which notifications name the message (RFC 5438 §6.3). */
    public Optional<String> messageId() {
        return imdn("message-id");
    }

    /** @param what {@code positive-delivery}, {@code negative-delivery} or {@code display} (RFC 5438 §6.2) */
    public boolean asksFor(String what) {
        return imdn("disposition-notification").filter(value -> {
            for (String part : value.split(","))
                if (part.strip().equalsIgnoreCase(what))
                    return true;
            return false;
        }).isPresent();
    }

    /** A text, with lines ended by {@code \n}. */
    public static String ofText(Envelope envelope, String text) {
        return write(envelope, "Content-Type: text/plain; charset=utf-8\r\n", text.replace("\n", "\r\n"));
    }

    /** A file on an HTTP server. */
    public static String ofFile(Envelope envelope, FileMessage file) {
        return write(envelope, "Content-Type: " + FileMessage.TYPE + "\r\n", file.document());
    }

    /** What became of another message. */
    public static String ofNotification(Envelope envelope, DeliveryReport report) {
        return write(envelope, "Content-Type: " + DeliveryReport.TYPE + "\r\nContent-Disposition: notification\r\n", report.document());
    }

    private static String write(Envelope of, String type, String body) {
        String asks = of.asks().isEmpty() ? "" : "imdn.Disposition-Notification: " + String.join(", ", of.asks()) + "\r\n";
        return "From: " + of.from() + "\r\nTo: " + of.to() + "\r\nNS: imdn <" + IMDN + ">\r\nimdn.Message-ID: " + of.id()
                + "\r\nDateTime: " + of.at().truncatedTo(ChronoUnit.SECONDS) + "\r\n" + asks + "\r\n" + type + "Content-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }
}
