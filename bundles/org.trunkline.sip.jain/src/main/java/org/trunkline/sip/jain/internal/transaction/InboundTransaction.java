package org.trunkline.sip.jain.internal.transaction;

import java.util.Optional;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.sip.jain.internal.transport.Flow;
import org.trunkline.sip.jain.internal.transport.OutgoingMessage;

/** A request until its final response: answers when it comes again (RFC 3261 §17.2). <b>Threads:</b> any. */
public final class InboundTransaction implements Signaling.ServerTransaction, Transactions.Received {
    public final SIPRequest request;
    public final Flow flow;
    final String key;
    private final Transactions table;
    private volatile @Nullable Object owner;
    private volatile @Nullable OutgoingMessage provisional;
    private volatile boolean answered;

    InboundTransaction(Transactions table, SIPRequest request, String key, Flow flow) {
        this.table = table;
        this.request = request;
        this.key = key;
        this.flow = flow;
    }

    @Override
    public Optional<Object> owner() {
        return Optional.ofNullable(owner);
    }

    @Override
    public void own(Object it) {
        owner = it;
    }

    /** A final response went out, so a CANCEL has no effect (RFC 3261 §9.2). */
    public boolean answered() {
        return answered;
    }

    public Transmission answer(OutgoingResponse response) {
        var message = table.sender().answer(this, response);
        if (response.status() < 200)
            provisional = message;
        else
            finish(response.status(), message);
        table.sender().send(message);
        return table.sender().sent(message);
    }

    /** Before the answer is sent: what comes next may be the ACK to it. */
    private synchronized void finish(int status, OutgoingMessage message) {
        if (answered)
            return;
        answered = true;
        if (request.getMethod().equals(SIPRequest.INVITE) && status >= 300)
            table.refused(this, new RefusedInvite(table, key, message));
        else
            table.answered(this, message);
    }

    public void drop() {
        table.forget(key, this);
    }

    @Override
    public void again() {
        var last = provisional;
        if (last != null)
            table.sender().again(last);
    }
}
