package org.trunkline.engine.call.hunt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushMessage.Kind;
import org.trunkline.engine.port.push.PushSender.Outcome;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.signaling.NameAddress;

/**
 * The phones of a round that sleep: a push message asks each of them to register, and it is rung when it does (RFC 8599 §5.3.1).
 * A phone that is registered is rung at once, and asked only if nothing comes back from it. The mailbox's.
 */
final class SleepingPhones {
    private static final Logger LOG = LoggerFactory.getLogger(SleepingPhones.class);
    /** How long a registered phone may take to say that it rings before it is thought to sleep. */
    static final Duration AWAKE = Duration.ofSeconds(2);
    /** How long a push service keeps word of a missed call. */
    private static final Duration MISSED = Duration.ofHours(24);
    private static final Duration TAKEN = Duration.ofMinutes(5);

    /** What became of a phone. */
    private enum State {
        /** Its registration may be good: it is being rung. */
        RUNG,
        /** A push message is on its way. */
        ASKED,
        /** It is there, and takes part as any other phone. */
        AWAKE,
        /** No push message reaches it. */
        LOST
    }

    /** The round that waits. */
    interface Round {
        /** Whether the phone at a contact said anything, or empty where it is not rung. @param uri of the contact */
        Optional<Boolean> heardFrom(String uri);

        /** Whether the phone at a contact may still say something. */
        boolean rings(String uri);

        /** A phone of this subscriber registered: contacts that are not rung are to be. */
        void registered(String username);

        /** A push service took a message for a phone. */
        void waking();

        /** Something changed that may end the round. */
        void settle();
    }

    private static final class Phone {
        private final PushSubscription subscription;
        private State state = State.RUNG;

        private Phone(PushSubscription subscription) {
            this.subscription = subscription;
        }
    }

    private final CallCore call;
    private final NameAddress caller;
    private final Instant until;
    private final Round round;
    private final String topic;
    private final Map<String, List<Phone>> phones = new LinkedHashMap<>(2);
    private final List<AutoCloseable> listening = new ArrayList<>(1);
    private boolean over;

    /** @param caller as phones are shown it @param time of the round */
    SleepingPhones(CallCore call, NameAddress caller, Duration time, Round round) {
        this.call = call;
        this.caller = caller;
        this.until = call.now().plus(time);
        this.round = round;
        topic = call.scope.token() + call.scope.token();
    }

    /** Takes in the phones of a subscriber; before its contacts are read. @return whether there are any */
    boolean take(String username) {
        var subscriptions = call.ports().directory().pushSubscriptions(username);
        if (subscriptions.isEmpty() || phones.containsKey(username))
            return phones.containsKey(username);
        phones.put(username, subscriptions.stream().map(Phone::new).toList());
        listening.add(call.ports().directory().onRegistered(username, () -> call.post(() -> registered(username))));
        return true;
    }

    /** Asks those that are not registered, once all that are have been rung. */
    void wake(String username) {
        boolean rung = false;
        for (var phone : phones.getOrDefault(username, List.of()))
            if (phone.state == State.RUNG && round.heardFrom(phone.subscription.contact()).isEmpty())
                ask(phone);
            else
                rung |= phone.state == State.RUNG;
        if (rung)
            call.after(AWAKE, () -> review(true));
    }

    private Stream<Phone> all() {
        return phones.values().stream().flatMap(List::stream);
    }

    /** Looks at those that are being rung. @param late whether they had their time to say that they ring */
    void review(boolean late) {
        if (over)
            return;
        boolean changed = false;
        for (var phone : all().filter(it -> it.state == State.RUNG).toList()) {
            String uri = phone.subscription.contact();
            if (round.heardFrom(uri).orElse(false)) {
                phone.state = State.AWAKE;
                changed = true;
            } else if (late || !round.rings(uri)) {
                ask(phone);
            }
        }
        if (changed && late)
            round.settle();
    }

    private void ask(Phone phone) {
        phone.state = State.ASKED;
        var left = Duration.between(call.now(), until);
        call.ports().directory().push(phone.subscription, message(Kind.RINGS, left.isPositive() ? left : Duration.ofSeconds(1)),
                outcome -> call.post(() -> told(phone, outcome)));
    }

    private PushMessage message(Kind kind, Duration life) {
        String number = SipUri.parse(caller.uri()).map(SipUri::user).orElse("");
        return new PushMessage(kind, topic, caller.displayName().isEmpty() ? number : caller.displayName(), number, "", life);
    }

    private void told(Phone phone, Outcome outcome) {
        if (over || phone.state != State.ASKED)
            return;
        if (outcome == Outcome.ACCEPTED) {
            round.waking();
        } else {
            phone.state = State.LOST;
            round.settle();
        }
    }

    private void registered(String username) {
        if (over)
            return;
        var now = call.ports().directory().pushSubscriptions(username);
        for (var phone : phones.getOrDefault(username, List.of()))
            if (now.stream().anyMatch(it -> it.endpoint().equals(phone.subscription.endpoint())
                    && it.revision() != phone.subscription.revision()))
                phone.state = State.AWAKE;
        round.registered(username);
        round.settle();
    }

    /** Whether one may still register. */
    boolean waiting() {
        return !over && all().anyMatch(it -> it.state == State.RUNG || it.state == State.ASKED);
    }

    /** The round is over. @param why told to phones that were asked and did not come */
    void end(Kind why) {
        if (over)
            return;
        over = true;
        all().filter(it -> it.state == State.ASKED).forEach(it -> call.ports().directory().push(it.subscription,
                message(why, why == Kind.MISSED ? MISSED : TAKEN), _ -> {}));
        for (var each : listening)
            try {
                each.close();
            } catch (Exception e) { // AutoCloseable says so
                LOG.warn("{} listens on for registrations", call.id, e);
            }
    }
}
