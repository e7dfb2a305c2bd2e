package org.trunkline.engine.call;

import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.call.CallState;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;

/** What the record and the live view show of one leg: times, status, state, the phone's name. The mailbox's. */
final class LegFacts {
    private final Instant startedAt;
    private Optional<Instant> ringingAt = Optional.empty();
    private Optional<Instant> answeredAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private int sipStatus;
    private Optional<String> userAgent = Optional.empty();
    private CallState state = CallState.ROUTING;

    LegFacts(Instant startedAt) {
        this.startedAt = startedAt;
    }

    Instant startedAt() {
        return startedAt;
    }

    Optional<Instant> ringingAt() {
        return ringingAt;
    }

    boolean hasRung() {
        return ringingAt.isPresent();
    }

    /** The first time counts. */
    void rings(Instant at) {
        if (ringingAt.isEmpty())
            ringingAt = Optional.of(at);
    }

    Optional<Instant> answeredAt() {
        return answeredAt;
    }

    boolean isAnswered() {
        return answeredAt.isPresent();
    }

    void answered(Instant at) {
        answeredAt = Optional.of(at);
        state = CallState.ANSWERED;
    }

    void answered(Instant at, int status) {
        answered(at);
        sipStatus = status;
    }

    Optional<Instant> endedAt() {
        return endedAt;
    }

    boolean isEnded() {
        return endedAt.isPresent();
    }

    /** The first end and the first final status count. */
    void ended(Instant at, int status) {
        if (endedAt.isEmpty())
            endedAt = Optional.of(at);
        if (sipStatus < 200)
            sipStatus = status;
    }

    int sipStatus() {
        return sipStatus;
    }

    void status(int status) {
        sipStatus = status;
    }

    CallState state() {
        return state;
    }

    void state(CallState now) {
        state = now;
    }

    Optional<String> userAgent() {
        return userAgent;
    }

    void phone(IncomingRequest request) {
        userAgent = request.header("User-Agent");
    }

    void phone(IncomingResponse response) {
        response.header("User-Agent").or(() -> response.header("Server")).ifPresent(name -> userAgent = Optional.of(name));
    }
}
