package org.trunkline.engine.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.format.CpimMessage;
import org.trunkline.domain.format.DeliveryReport;
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
        return TextMessage.cpim(stored).filter(cpim -> cpim.asksFor(delivered ? "positive-delivery" : "negative-delivery"))
                .flatMap(cpim -> cpim.messageId().flatMap(message -> cpim.header("from").flatMap(from -> cpim.header("to").map(to -> {
                    var report = new DeliveryReport(message, delivered ? DeliveryReport.Status.DELIVERED : DeliveryReport.Status.FAILED,
                            cpim.header("datetime").orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()), uri(to));
                    return new Body(CpimMessage.TYPE, CpimMessage.ofNotification(new CpimMessage.Envelope(to, from, id, now, List.of()), report)
                            .getBytes(UTF_8));
                }))));
    }

    private static String uri(String address) {
        int open = address.indexOf('<');
        int close = address.indexOf('>', open + 1);
        return open < 0 || close < 0 ? address : address.substring(open + 1, close);
    }
}
