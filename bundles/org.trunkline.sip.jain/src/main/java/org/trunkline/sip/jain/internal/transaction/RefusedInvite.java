package org.trunkline.sip.jain.internal.transaction;

import java.time.Duration;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.sip.jain.internal.transport.OutgoingMessage;

/**
 * A final response of 300 and above to an INVITE, until its ACK comes (timer H). Over UDP it is sent again until then
 * (timer G), and kept a while for more of those (timer I; RFC 3261 §17.2.1). <b>Threads:</b> any.
 */
final class RefusedInvite implements Transactions.Received, Runnable {
    private final Transactions table;
    private final String key;
    private final OutgoingMessage response;
    private final boolean reliable;
    private Duration pause;
    private Duration waited = Duration.ZERO;
    private boolean acknowledged;
    private Scheduler.Timer timer;

    RefusedInvite(Transactions table, String key, OutgoingMessage response) {
        this.table = table;
        this.key = key;
        this.response = response;
        this.reliable = response.flow().reliable();
        this.pause = Timers.first(reliable);
        this.timer = table.after(pause, this);
    }

    @Override
    public void again() {
        boolean silent;
        synchronized (this) {
            silent = acknowledged;
        }
        if (!silent)
            table.sender().again(response);
    }

    void acknowledge() {
        synchronized (this) {
            if (acknowledged)
                return;
            acknowledged = true;
            timer.cancel();
            if (!reliable)
                timer = table.after(Timers.T4, this);
        }
        if (reliable)
            table.forget(key, this); // timer I is zero
    }

    /** The timer. */
    @Override
    public void run() {
        boolean over;
        synchronized (this) {
            waited = waited.plus(pause);
            over = acknowledged || waited.compareTo(Timers.LIMIT) >= 0;
            if (!over) {
                pause = Timers.next(pause, Timers.T2, waited);
                timer = table.after(pause, this);
            }
        }
        if (over)
            table.forget(key, this);
        else
            table.sender().again(response);
    }
}
