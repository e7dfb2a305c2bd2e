package org.trunkline.engine.call.dialog;

import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.call.CallState;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;

/** What the record and the live view show of one leg: times, status, state, the phone's name. The mailbox's. */
public final class LegFacts {
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

    public Instant startedAt() {
        return startedAt;
    }

    public Optional<Instant> ringingAt() {
        return ringingAt;
    }

    public boolean hasRung() {
        return ringingAt.isPresent();
    }

    /** The first time counts. */
    public void rings(Instant at) {
        if (ringingAt.isEmpty())
            ringingAt = Optional.of(at);
    }

    public Optional<Instant> answeredAt() {
        return answeredAt;
    }

    public boolean isAnswered() {
        return answeredAt.isPresent();
    }

    public void answered(Instant at) {
        answeredAt = Optional.of(at);
        state = CallState.ANSWERED;
    }

    public void answered(Instant at, int status) {
        answered(at);
        sipStatus = status;
    }

    public Optional<Instant> endedAt() {
        return endedAt;
    }

    public boolean isEnded() {
        return endedAt.isPresent();
    }

    /** The first end and the first final status count. */
    public void ended(Instant at, int status) {
        if (endedAt.isEmpty())
            endedAt = Optional.of(at);
        if (sipStatus < 200)
            sipStatus = status;
    }

    public int sipStatus() {
        return sipStatus;
    }

    public void status(int status) {
        sipStatus = status;
    }

    public CallState state() {
        return state;
    }

    public void state(CallState now) {
        state = now;
    }

    public Optional<String> userAgent() {
        return userAgent;
    }

    void phone(IncomingRequest request) {
        userAgent = request.header("User-Agent");
    }

    void phone(IncomingResponse response) {
        response.header("User-Agent").or(() -> response.header("Server")).ifPresent(name -> userAgent = Optional.of(name));
    }
}
