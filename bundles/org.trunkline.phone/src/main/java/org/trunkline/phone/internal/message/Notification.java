package org.trunkline.phone.internal.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** What became of a message, as its recipient tells (RFC 5438 §7). @param message its Message-ID */
record Notification(String message, Status status) {
    enum Status {
        DELIVERED, DISPLAYED, FAILED
    }

    private static final Pattern ID = Pattern.compile("<(?:\\w+:)?message-id>\\s*([^<]{1,300}?)\\s*</");
    private static final Pattern STATUS = Pattern.compile("<(?:\\w+:)?status>\\s*<(?:\\w+:)?([a-z]+)\\s*/?>");

    /** Empty for another document, and for a status that changes nothing. */
    static Optional<Notification> parse(String xml) {
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
        return known.map(it -> new Notification(Xml.read(id.group(1)), it));
    }

    /** @param recipient URI of this side */
    String document(String recipient, Instant sent) {
        String kind = status == Status.DISPLAYED ? "display" : "delivery";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\">\r\n<message-id>" + Xml.text(message)
                + "</message-id>\r\n<datetime>" + sent.truncatedTo(ChronoUnit.SECONDS) + "</datetime>\r\n<recipient-uri>" + Xml.text(recipient)
                + "</recipient-uri>\r\n<" + kind + "-notification><status><" + (status == Status.DISPLAYED ? "displayed" : "delivered")
                + "/></status></" + kind + "-notification>\r\n</imdn>\r\n";
    }
}
