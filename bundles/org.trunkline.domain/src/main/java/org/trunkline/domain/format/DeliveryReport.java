package org.trunkline.domain.format;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What became of a message, as a document (RFC 5438 §7).
 *
 * @param message its Message-ID
 * @param sent DateTime of that message, as it says
 * @param recipient URI that it was sent to
 */
public record DeliveryReport(String message, Status status, String sent, String recipient) {
    public static final String TYPE = "message/imdn+xml";
    private static final Pattern ID = Pattern.compile("<(?:\\w+:)?message-id>\\s*([^<]{1,300}?)\\s*</");
    private static final Pattern STATUS = Pattern.compile("<(?:\\w+:)?status>\\s*<(?:\\w+:)?([a-z]+)\\s*/?>");

    public enum Status {
        DELIVERED("delivery", "delivered"), DISPLAYED("display", "displayed"), FAILED("delivery", "failed");

        private final String kind;
        private final String word;

        Status(String kind, String word) {
            this.kind = kind;
            this.word = word;
        }
    }

    /** With the message and status alone; empty for another document, and for a status that changes nothing. */
    public static Optional<DeliveryReport> parse(String xml) {
        var id = ID.matcher(xml);
        var status = STATUS.matcher(xml);
        if (!id.find() || !status.find())
            return Optional.empty();
        boolean display = xml.contains("display-notification");
        var known = switch (status.group(1)) {
            case "delivered" -> Optional.of(Status.DELIVERED);
            case "displayed" -> Optional.of(Status.DISPLAYED);
            case "failed" -> Optional.of(Status.FAILED);
            case "error", "forbidden" -> display ? Optional.<Status>empty() : Optional.of(Status.FAILED);
            default -> Optional.<Status>empty();
        };
        return known.map(it -> new DeliveryReport(Xml.plain(id.group(1)), it, "", ""));
    }

    public String document() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn">
                <message-id>%s</message-id>
                <datetime>%s</datetime>
                <recipient-uri>%s</recipient-uri>
                <%s-notification><status><%s/></status></%s-notification>
                </imdn>
                """.formatted(Xml.text(message), Xml.text(sent), Xml.text(recipient), status.kind, status.word, status.kind).replace("\n", "\r\n");
    }
}
