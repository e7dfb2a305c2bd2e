package org.trunkline.node.internal.status;

import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.Scheduler;

/** Takes no new calls, keeps those there are, and perhaps ends the node when the last one is over. */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Calls calls;
    private final Scheduler timers;
    private final Runnable stopNode;
    private boolean stopping;
    private Instant deadline = Instant.MAX;

    /** @param stopNode returns at once */
    public Drain(Calls calls, Scheduler timers, Runnable stopNode) {
        this.calls = calls;
        this.timers = timers;
        this.stopNode = stopNode;
    }

    /** @param limit what calls in progress get before they are ended */
    public synchronized void begin(boolean thenStop, Duration limit) {
        calls.drain();
        LOG.info("refusing new calls{}: {} calls left", thenStop ? " before the stop" : "", calls.count());
        if (!thenStop || stopping)
            return;
        stopping = true;
        deadline = timers.instant().plus(limit);
        look();
    }

    public synchronized void resume() {
        stopping = false;
        calls.resume();
        LOG.info("takes new calls again");
    }

    private synchronized void look() {
        if (!stopping)
            return;
        if (calls.count() > 0 && timers.instant().isBefore(deadline)) {
            timers.after(LOOK, this::look);
            return;
        }
        LOG.info("drained: {} calls left, stopping", calls.count());
        stopping = false;
        stopNode.run();
    }
}
