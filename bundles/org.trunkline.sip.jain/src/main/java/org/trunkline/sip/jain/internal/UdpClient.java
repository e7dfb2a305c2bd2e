package org.trunkline.sip.jain.internal;

import java.time.Duration;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.sip.jain.internal.transaction.UdpTimers;
import org.trunkline.sip.jain.internal.transport.Datagram;
import org.trunkline.sip.jain.internal.wire.TransactionKey;

/** A request sent over UDP until its final response (RFC 3261 §17.1). <b>Threads:</b> any. */
final class UdpClient implements Signaling.ClientTransaction, UdpTransactions.Sent, Runnable {
    /** A callee may ring for long, but not for ever (timer C is the engine's, and shorter). */
    private static final Duration RINGING_AT_MOST = Duration.ofMinutes(30);
    private static final Scheduler.Timer NONE = () -> {};

    final OutgoingRequest request;
    final String branch;
    final String key;
    final Datagram datagram;
    private final UdpTransactions table;
    private final Object owner;
    private Duration pause = UdpTimers.T1;
    /** Since it was sent, when the timer that runs now comes up. */
    private Duration waited = UdpTimers.T1;
    private boolean proceeding;
    private boolean over;
    private Scheduler.Timer timer = NONE;

    UdpClient(UdpTransactions table, OutgoingRequest request, String branch, Datagram datagram, Object owner) {
        this.table = table;
        this.request = request;
        this.branch = branch;
        this.key = TransactionKey.of(branch, request.method());
        this.datagram = datagram;
        this.owner = owner;
    }

    @Override
    public Object owner() {
        return owner;
    }

    boolean invite() {
        return request.method().equals(SIPRequest.INVITE);
    }

    /** Of a dialog, or the end of a call that is to be one. */
    boolean within() {
        return !request.toTag().isEmpty() || request.method().equals(SIPRequest.CANCEL);
    }

    /** Timers A and E. */
    synchronized void started() {
        if (!proceeding && !over)
            timer = table.after(pause, this);
    }

    /** Once its CANCEL went out an INVITE ends some time later, even where the callee says nothing (RFC 3261 §9.1). */
    synchronized void cancelled() {
        if (over)
            return;
        proceeding = true;
        timer.cancel();
        timer = table.after(UdpTimers.LIMIT, this);
    }

    @Override
    public void response(SIPResponse response) {
        if (!request.fromTag().equals(response.getFrom().getTag()))
            return; // no answer to what was asked
        if (response.getStatusCode() < 200 ? proceeds() : ends())
            table.deliver(this, response);
    }

    private synchronized boolean proceeds() {
        if (over)
            return false;
        if (!invite()) {
            pause = UdpTimers.T2;
        } else if (!proceeding) {
            timer.cancel();
            timer = table.after(RINGING_AT_MOST, this);
        }
        proceeding = true;
        return true;
    }

    /** It never went out. @return false where it is over already */
    boolean gaveUp() {
        return ends();
    }

    private synchronized boolean ends() {
        if (over)
            return false;
        over = true;
        timer.cancel();
        return true;
    }

    /** The timer. */
    @Override
    public void run() {
        boolean silent;
        synchronized (this) {
            if (over)
                return;
            silent = proceeding && invite() || waited.compareTo(UdpTimers.LIMIT) >= 0;
            if (silent) {
                over = true;
            } else {
                pause = UdpTimers.next(pause, invite() ? UdpTimers.LIMIT : UdpTimers.T2, waited);
                waited = waited.plus(pause);
                timer = table.after(pause, this);
            }
        }
        if (silent)
            table.silent(this);
        else
            table.out().again(datagram);
    }
}
