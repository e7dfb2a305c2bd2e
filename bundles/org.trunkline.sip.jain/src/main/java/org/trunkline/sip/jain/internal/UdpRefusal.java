package org.trunkline.sip.jain.internal;

import java.time.Duration;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.sip.jain.internal.transaction.UdpTimers;
import org.trunkline.sip.jain.internal.transport.Datagram;

/**
 * A final response of 300 and above to an INVITE: sent again until the ACK comes (timers G and H), then kept a while
 * for more of those (timer I; RFC 3261 §17.2.1). <b>Threads:</b> any.
 */
final class UdpRefusal implements UdpTransactions.Received, Runnable {
    private final UdpTransactions table;
    private final String key;
    private final Datagram response;
    private Duration pause = UdpTimers.T1;
    private Duration waited = Duration.ZERO;
    private boolean acknowledged;
    private Scheduler.Timer timer;

    UdpRefusal(UdpTransactions table, String key, Datagram response) {
        this.table = table;
        this.key = key;
        this.response = response;
        this.timer = table.after(pause, this);
    }

    @Override
    public void again() {
        boolean silent;
        synchronized (this) {
            silent = acknowledged;
        }
        if (!silent)
            table.out().again(response);
    }

    synchronized void acknowledge() {
        if (acknowledged)
            return;
        acknowledged = true;
        timer.cancel();
        timer = table.after(UdpTimers.T4, this);
    }

    /** The timer. */
    @Override
    public void run() {
        boolean over;
        synchronized (this) {
            waited = waited.plus(pause);
            over = acknowledged || waited.compareTo(UdpTimers.LIMIT) >= 0;
            if (!over) {
                pause = UdpTimers.next(pause, UdpTimers.T2, waited);
                timer = table.after(pause, this);
            }
        }
        if (over)
            table.forget(key, this);
        else
            table.out().again(response);
    }
}
