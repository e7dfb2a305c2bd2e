package org.trunkline.engine.call.dialog;

import java.time.Duration;

import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.Transmission;

/**
 * A response that waits to be acknowledged: repeated at T1, doubled each time up to a longest pause, given up after 64*T1,
 * over reliable transports too.
 */
public abstract class Repetition {
    static final Duration T2 = Duration.ofSeconds(4);
    public static final Duration LIMIT = Duration.ofSeconds(32);
    private static final Duration T1 = Duration.ofMillis(500);

    private final CallScope call;
    private final Duration longest;
    private final Transmission response;
    private final Runnable giveUp;
    private Duration pause = T1;
    private Duration waited = Duration.ZERO;
    private Scheduler.Timer timer;
    private boolean stopped;

    public Repetition(CallScope call, Duration longest, Transmission response, Runnable giveUp) {
        this.call = call;
        this.longest = longest;
        this.response = response;
        this.giveUp = giveUp;
        this.timer = call.after(pause, this::repeat);
    }

    /** Whether it still matters. */
    public boolean wanted() {
        return !stopped;
    }

    /** The request came again: the response was lost. */
    void repeatNow() {
        response.again();
    }

    private void repeat() {
        if (!wanted())
            return;
        waited = waited.plus(pause);
        if (waited.compareTo(LIMIT) >= 0) {
            giveUp.run();
            return;
        }
        response.again();
        pause = shorter(shorter(pause.multipliedBy(2), longest), LIMIT.minus(waited));
        timer = call.after(pause, this::repeat);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public void stop() {
        stopped = true;
        timer.cancel();
    }
}
