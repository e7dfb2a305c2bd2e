package org.trunkline.engine.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.trunkline.engine.call.message.Xml;
import org.trunkline.engine.port.signaling.Body;

/** Tells a sender what became of a message that was stored for its recipient (RFC 5438 §7, §9), if the message asked for that. */
final class DeliveryNotification {
    private DeliveryNotification() {}

    /**
     * @param stored the message
     * @param delivered whether a phone took it; else it never will
     * @param id of the notification
     * @return empty where the message did not ask
     */
    static Optional<Body> of(Body stored, boolean delivered, String id, Instant now) {
        return Cpim.of(stored).filter(cpim -> cpim.asksFor(delivered ? "positive-delivery" : "negative-delivery"))
                .flatMap(cpim -> cpim.messageId().flatMap(message -> cpim.header("from").flatMap(from -> cpim.header("to")
                        .map(to -> body(new Parties(from, to), message, cpim.header("datetime"), delivered, id, now)))));
    }

    /** CPIM addresses of the message. */
    private record Parties(String from, String to) {
        String recipientUri() {
            int open = to.indexOf('<');
            int close = to.indexOf('>', open + 1);
            return open < 0 || close < 0 ? to : to.substring(open + 1, close);
        }
    }

    private static Body body(Parties parties, String message, Optional<String> sent, boolean delivered, String id, Instant now) {
        String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn">
                <message-id>%s</message-id>
                <datetime>%s</datetime>
                <recipient-uri>%s</recipient-uri>
                <delivery-notification><status><%s/></status></delivery-notification>
                </imdn>
                """.formatted(Xml.text(message), Xml.text(sent.orElse(at)), Xml.text(parties.recipientUri()),
                delivered ? "delivered" : "failed").replace("\n", "\r\n");
        String head = """
                From: %s
                To: %s
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s
                DateTime: %s

                Content-Type: message/imdn+xml
                Content-Disposition: notification
                Content-Length: %d

                """.formatted(parties.to(), parties.from(), id, at, xml.getBytes(UTF_8).length).replace("\n", "\r\n");
        return new Body(Cpim.TYPE, (head + xml).getBytes(UTF_8));
    }
}
