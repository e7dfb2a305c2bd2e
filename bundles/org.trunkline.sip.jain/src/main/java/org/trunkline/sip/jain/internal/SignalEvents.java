package org.trunkline.sip.jain.internal;

import java.util.Optional;

import javax.sip.message.Request;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transaction.InboundTransaction;
import org.trunkline.sip.jain.internal.transaction.OutboundTransaction;
import org.trunkline.sip.jain.internal.transaction.TransactionUser;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.Flow;
import org.trunkline.sip.jain.internal.transport.Inbox;
import org.trunkline.sip.jain.internal.wire.SipTokens;
import org.trunkline.sip.jain.internal.wire.TransactionKey;
import org.trunkline.sip.jain.internal.wire.Wire;

/** Turns what the transactions tell into events: maps, hands over, returns. <b>Threads:</b> any. */
final class SignalEvents implements TransactionUser {
    private static final int SIP_PORT = 5060;

    private final JainSignaling signaling;
    private final Endpoints endpoints;
    private final RegistrarAdapter registrations;

    SignalEvents(JainSignaling signaling, Endpoints endpoints) {
        this.signaling = signaling;
        this.endpoints = endpoints;
        this.registrations = new RegistrarAdapter(signaling);
    }

    @Override
    public void note(WireMessage message) {
        signaling.handler().ifPresent(handler -> handler.passed(message));
    }

    /** Of a call over a connection, and of a datagram that {@link Inbox} could not tell apart. */
    @Override
    public Optional<String> refusal(SIPRequest request, Flow flow) {
        boolean call = request.getMethod().equals(Request.INVITE) && request.getToTag() == null;
        if (!call || !flow.reliable() && TransactionKey.named(request.getTopmostVia().getBranch()))
            return Optional.empty();
        var busy = endpoints.full() ? Optional.of(Inbox.OVERLOAD) : signaling.busy();
        return busy.filter(_ -> !signaling.emergency(request.getRequestURI().toString()));
    }

    @Override
    public void begin(InboundTransaction transaction) {
        if (transaction.request.getMethod().equals(Request.REGISTER))
            registrations.answer(transaction);
        else if (!signaling.deliver(new SignalEvent.Request(transaction, read(transaction))))
            refuse(transaction, 503);
    }

    @Override
    public void cancel(InboundTransaction cancel, Optional<InboundTransaction> invite) {
        if (invite.isEmpty())
            end(cancel, 481);
        else if (invite.get().answered()
                || !signaling.deliver(new SignalEvent.Cancel(invite.get(), cancel, read(cancel))))
            end(cancel, 200); // too late to matter (RFC 3261 §9.2)
    }

    /** Of one that makes no event. */
    private void end(InboundTransaction cancel, int status) {
        note(Wire.received(cancel.request));
        refuse(cancel, status).wire().ifPresent(this::note);
    }

    private Transmission refuse(InboundTransaction transaction, int status) {
        return signaling.respond(transaction, OutgoingResponse.of(status, SipTokens.tag()));
    }

    @Override
    public void acknowledged(SIPRequest ack, Flow flow) {
        var read = read(ack, flow);
        if (!signaling.deliver(new SignalEvent.Ack(read)))
            endpoints.guard().strayed(read.source().getAddress()); // nobody answers, so nobody would count it
    }

    private JainRequest read(InboundTransaction transaction) {
        return read(transaction.request, transaction.flow);
    }

    private JainRequest read(SIPRequest request, Flow flow) {
        return new JainRequest(request, looped(request), flow);
    }

    private boolean looped(SIPRequest request) {
        for (Via via : request.getViaHeaders())
            if (endpoints.isOwn(via.getHost(), port(via)) && (via != request.getTopmostVia() || ours(request, via)))
                return true;
        return false;
    }

    /** The sender's may name the node's own private address, where that is also one of another LAN behind a NAT. */
    private boolean ours(SIPRequest request, Via topmost) {
        return endpoints.isOwn(Wire.source(request).getAddress().getHostAddress(), port(topmost))
                || topmost.getBranch() != null && signaling.transactions().sent(topmost.getBranch(), request.getMethod());
    }

    private static int port(Via via) {
        return via.getPort() == -1 ? SIP_PORT : via.getPort();
    }

    @Override
    public void answered(OutboundTransaction request, SIPResponse response) {
        if (request.owner() instanceof OwnRequests.Pending pending)
            pending.answered(response);
        else
            signaling.deliver(new SignalEvent.Response(request, new JainResponse(response)));
    }

    @Override
    public void succeededLate(SIPResponse response) {
        signaling.deliver(new SignalEvent.LateSuccess(new JainResponse(response)));
    }

    @Override
    public void unanswered(OutboundTransaction request) {
        if (request.owner() instanceof OwnRequests.Pending pending)
            pending.silent();
        else
            signaling.deliver(new SignalEvent.NoResponse(request));
    }

    @Override
    public void notSent(OutboundTransaction request, LocalizableText problem) {
        signaling.notSent(request, problem);
    }
}
