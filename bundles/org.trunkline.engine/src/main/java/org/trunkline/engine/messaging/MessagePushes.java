package org.trunkline.engine.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.trunkline.domain.format.CpimMessage;
import org.trunkline.domain.format.DeliveryReport;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.push.PushMessage;

/**
 * Push messages about what waits for one subscriber, to its phones that sleep: one notification for each sender (RFC 8030 §5.4). The
 * recipient's mailbox.
 */
final class MessagePushes {
    /** After that another message of the same sender is told too. */
    static final Duration QUIET = Duration.ofMinutes(1);
    /** How long a push service keeps it, unless the message expires earlier. */
    private static final Duration KEPT = Duration.ofHours(24);
    /** Told in {@link #QUIET}, of how many senders it may be: who changes numbers disturbs no more. */
    static final int MOST_SENDERS = 16;
    private static final int LONGEST_TEXT = 100;
    private static final String PLAIN = "text/plain";

    /**
     * What was told of a sender last.
     *
     * @param newest when the newest message came of which it is known that it waits
     * @param read whether a phone was there since
     */
    private record Notice(String topic, Instant newest, Instant at, boolean read) {
        Notice seen() {
            return new Notice(topic, newest, at, true);
        }
    }

    private final EnginePorts ports;
    private final RandomTokens tokens;
    /** The one told last is the last. */
    private final Map<String, Notice> bySender = new LinkedHashMap<>(2);
    /** What came until then is no news of a sender that is forgotten. */
    private Instant known = Instant.MIN;

    MessagePushes(EnginePorts ports, RandomTokens tokens) {
        this.ports = ports;
        this.tokens = tokens;
    }

    /** No phone of the subscriber took a message, and it is stored: its phones sleep, if there are any. */
    void waits(String username, TextMessage message) {
        var phones = ports.directory().pushSubscriptions(username);
        if (phones.isEmpty() || message.isFleeting() || isReport(message))
            return;
        var now = ports.scheduler().instant();
        var shown = message.presentation().toPhone(message.from()).from();
        String number = SipUri.parse(shown.uri()).map(SipUri::user).orElse("");
        var last = bySender.get(number);
        var newest = last == null ? known : last.newest();
        if (!message.at().isAfter(newest) && !newest.isAfter(now)) // it is tried again, as with each registration
            return;
        if (last != null && !last.read() && last.at().plus(QUIET).isAfter(now))
            return;
        if (bySender.values().stream().filter(told -> told.at().plus(QUIET).isAfter(now)).count() >= MOST_SENDERS)
            return;
        var notice = new Notice(last == null || last.read() ? tokens.next() + tokens.next() : last.topic(), message.at(), now, false);
        bySender.remove(number);
        bySender.put(number, notice);
        if (bySender.size() > MOST_SENDERS)
            forgetFirst();
        var life = message.until().map(until -> Duration.between(now, until)).filter(left -> left.compareTo(KEPT) < 0).orElse(KEPT);
        var push = new PushMessage(PushMessage.Kind.MESSAGE, notice.topic(), shown.displayName().isEmpty() ? number : shown.displayName(), number,
                text(message), life);
        phones.forEach(phone -> ports.directory().push(phone, push, _ -> {}));
    }

    private void forgetFirst() {
        var first = bySender.entrySet().iterator();
        var newest = first.next().getValue().newest();
        known = newest.isAfter(known) ? newest : known;
        first.remove();
    }

    /** A phone registered: what comes from now on is news, but not what it was told of, for it may still not take it. */
    void awake() {
        bySender.replaceAll((_, notice) -> notice.seen());
    }

    private static boolean isReport(TextMessage message) {
        return message.body().mediaType().equals(DeliveryReport.TYPE)
                || TextMessage.cpim(message.body()).filter(cpim -> cpim.mediaType().equals(DeliveryReport.TYPE)).isPresent();
    }

    private static String text(TextMessage message) {
        var body = message.body();
        String text = body.mediaType().equals(PLAIN) ? new String(body.bytes(), UTF_8)
                : TextMessage.cpim(body).filter(cpim -> cpim.mediaType().equals(PLAIN)).map(CpimMessage::content).orElse("");
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_TEXT))) + '…';
    }
}
