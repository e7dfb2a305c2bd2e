package org.trunkline.engine.call;

import java.time.Duration;
import java.util.function.Consumer;

import org.trunkline.engine.port.IncomingRequest;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.Transmission;

/**
 * A 2xx to an INVITE that waits for its ACK: repeated at T1, doubled up to T2, given up after 64*T1 (RFC 3261
 * §13.3.1.4), over reliable transports too.
 */
final class AckWait {
    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration T2 = Duration.ofSeconds(4);
    private static final Duration LIMIT = T1.multipliedBy(64);

    final long cseq;
    /** Whether this ACK confirms the dialog. */
    final boolean initial;
    final Consumer<IncomingRequest> onAck;
    private final Transmission response;
    private final Runnable giveUp;
    private final Call call;
    private Duration pause = T1;
    private Duration waited = Duration.ZERO;
    private Scheduler.Timer timer;

    AckWait(Call call, long cseq, boolean initial, Transmission response, Consumer<IncomingRequest> onAck,
            Runnable giveUp) {
        this.call = call;
        this.cseq = cseq;
        this.initial = initial;
        this.response = response;
        this.onAck = onAck;
        this.giveUp = giveUp;
        this.timer = call.after(pause, this::repeat);
    }

    /** The INVITE came again: its 2xx was lost. */
    void repeatNow() {
        response.again();
    }

    private void repeat() {
        waited = waited.plus(pause);
        if (waited.compareTo(LIMIT) >= 0) {
            giveUp.run();
            return;
        }
        response.again();
        pause = pause.multipliedBy(2).compareTo(T2) > 0 ? T2 : pause.multipliedBy(2);
        if (waited.plus(pause).compareTo(LIMIT) > 0)
            pause = LIMIT.minus(waited);
        timer = call.after(pause, this::repeat);
    }

    void stop() {
        timer.cancel();
    }
}
