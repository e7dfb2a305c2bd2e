package org.trunkline.engine.call;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.Transmission;

/**
 * A reliable provisional response to the caller that waits for its PRACK: repeated at T1, doubled each time, given up
 * after 64*T1 (RFC 3262 §3).
 */
final class Unacknowledged {
    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration LIMIT = T1.multipliedBy(64);

    final int number;
    /** What it told of media. */
    final Optional<String> description;
    private final Call call;
    private final Transmission response;
    private final Runnable giveUp;
    private Duration pause = T1;
    private Duration waited = Duration.ZERO;
    private Scheduler.Timer timer;
    private boolean stopped;

    Unacknowledged(Call call, int number, Transmission response, Optional<String> description, Runnable giveUp) {
        this.call = call;
        this.number = number;
        this.response = response;
        this.description = description;
        this.giveUp = giveUp;
        this.timer = call.after(pause, this::repeat);
    }

    private void repeat() {
        if (stopped || call.caller.invitedBy == null)
            return;
        waited = waited.plus(pause);
        if (waited.compareTo(LIMIT) >= 0) {
            giveUp.run();
            return;
        }
        response.again();
        var left = LIMIT.minus(waited);
        pause = pause.multipliedBy(2).compareTo(left) > 0 ? left : pause.multipliedBy(2);
        timer = call.after(pause, this::repeat);
    }

    void stop() {
        stopped = true;
        timer.cancel();
    }
}
