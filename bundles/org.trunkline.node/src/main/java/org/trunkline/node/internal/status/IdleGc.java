package org.trunkline.node.internal.status;

import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once most of very many calls have ended, the whole heap is collected: calls that were promoted for want of room are dead
 * then, and keep young objects alive, so that each young collection takes two to four times as long until the next full
 * one, which may be minutes away (ADR 26). It stops the node for some 0.1 s. <b>Threads:</b> any.
 */
public final class IdleGc {
    private static final Logger LOG = LoggerFactory.getLogger(IdleGc.class);
    /** Fewer find room in the young generation, or nearly. */
    static final int MANY = 4_000;
    /** What is live is copied, so there should be little of it. */
    static final int PART = 4;

    private final IntSupplier calls;
    private final Runnable collection;
    private int most;

    /** @param calls how many are up */
    public IdleGc(IntSupplier calls, Runnable collection) {
        this.calls = calls;
        this.collection = collection;
    }

    /** To be called each second or so. */
    public synchronized void pulse() {
        int now = calls.getAsInt();
        most = Math.max(most, now);
        if (most < MANY || now > most / PART)
            return;
        LOG.debug("of {} calls {} are left: the heap is collected", most, now);
        most = now;
        collection.run();
    }
}
