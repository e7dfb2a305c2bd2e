package org.trunkline.sip.jain.internal.transaction;

import java.time.Duration;
import java.util.Optional;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transport.OutgoingMessage;
import org.trunkline.sip.jain.internal.wire.TransactionKey;

/** A request of the node until its final response (RFC 3261 §17.1). <b>Threads:</b> any. */
public final class OutboundTransaction implements Signaling.ClientTransaction, Transactions.Sent, Runnable {
    /** A callee may ring for long, but not for ever (timer C is the engine's, and shorter). */
    private static final Duration RINGING_AT_MOST = Duration.ofMinutes(30);
    private static final Scheduler.Timer NONE = () -> {};

    /** As it goes out. */
    record Attempt(OutgoingRequest request, OutgoingMessage message) {}

    final String branch;
    final String key;
    private final Transactions table;
    private final Object owner;
    private Optional<WireMessage> atOnce = Optional.empty();
    /** Changes where one transport does not take it: before anything came back. */
    private volatile Attempt attempt;
    private Duration pause = Duration.ZERO;
    /** Since it was sent, when the timer that runs now comes up. */
    private Duration waited = Duration.ZERO;
    private boolean proceeding;
    private boolean over;
    private Scheduler.Timer timer = NONE;

    OutboundTransaction(Transactions table, String branch, Attempt attempt, Object owner) {
        this.table = table;
        this.branch = branch;
        this.key = TransactionKey.of(branch, attempt.request().method());
        this.attempt = attempt;
        this.owner = owner;
    }

    @Override
    public Object owner() {
        return owner;
    }

    /** Before it is sent. */
    OutboundTransaction sentAtOnce() {
        atOnce = message().wire();
        return this;
    }

    @Override
    public Optional<WireMessage> wire() {
        return atOnce;
    }

    public OutgoingRequest request() {
        return attempt.request();
    }

    OutgoingMessage message() {
        return attempt.message();
    }

    void by(Attempt other) {
        attempt = other;
    }

    boolean invite() {
        return request().method().equals(SIPRequest.INVITE);
    }

    /** Of a dialog, or the end of a call that is to be one. */
    boolean within() {
        return !request().toTag().isEmpty() || request().method().equals(SIPRequest.CANCEL);
    }

    /** Timers A, B, E and F. */
    synchronized void started() {
        if (proceeding || over)
            return;
        timer.cancel();
        pause = Timers.first(message().flow().reliable());
        waited = pause;
        timer = table.after(pause, this);
    }

    /** Once its CANCEL went out an INVITE ends some time later, even where the callee says nothing (RFC 3261 §9.1). */
    synchronized void cancelled() {
        if (over)
            return;
        proceeding = true;
        timer.cancel();
        timer = table.after(Timers.LIMIT, this);
    }

    @Override
    public void response(SIPResponse response) {
        boolean ours = request().fromTag().equals(response.getFrom().getTag()); // else no answer to what was asked
        if (ours && (response.getStatusCode() < 200 ? proceeds() : ends()))
            table.deliver(this, response);
        else
            table.note(response);
    }

    private synchronized boolean proceeds() {
        if (over)
            return false;
        if (!invite()) {
            pause = Timers.T2;
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
            silent = proceeding && invite() || waited.compareTo(Timers.LIMIT) >= 0;
            if (silent) {
                over = true;
            } else {
                pause = Timers.next(pause, invite() ? Timers.LIMIT : Timers.T2, waited);
                waited = waited.plus(pause);
                timer = table.after(pause, this);
            }
        }
        if (silent)
            table.silent(this);
        else
            table.sender().again(message());
    }
}
