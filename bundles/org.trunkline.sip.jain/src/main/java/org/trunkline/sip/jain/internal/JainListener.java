package org.trunkline.sip.jain.internal;

import java.text.ParseException;
import java.util.Optional;

import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.TransactionUnavailableException;
import javax.sip.message.Request;

import gov.nist.javax.sip.ServerTransactionExt;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.sip.jain.internal.transaction.Served;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.Tokens;
import org.trunkline.sip.jain.internal.wire.Wire;

/** Turns what comes into events: makes the server transaction of a connection, maps, hands over, returns. */
final class JainListener implements SipListener, UdpTransactions.Taker {
    private static final Logger LOG = LoggerFactory.getLogger(JainListener.class);

    private final JainSignaling signaling;
    private final Endpoints endpoints;
    private final Registrations registrations;
    private final Door door;

    JainListener(JainSignaling signaling, Endpoints endpoints, Registrations registrations, Door door) {
        this.door = door;
        this.signaling = signaling;
        this.endpoints = endpoints;
        this.registrations = registrations;
    }

    @Override
    public void processRequest(RequestEvent event) {
        var request = (SIPRequest) event.getRequest();
        try {
            switch (request.getMethod()) {
                case Request.ACK -> acknowledged(request);
                case Request.CANCEL -> cancel(event, request);
                default -> begin(server(event, request));
            }
        } catch (TransactionAlreadyExistsException e) {
            LOG.trace("again: {}", request.getMethod()); // a retransmission that overtook its own transaction
        } catch (TransactionUnavailableException e) {
            LOG.debug("no transaction for {}: {}", request.getMethod(), e.getMessage());
        }
    }

    @Override
    public void acknowledged(SIPRequest ack) {
        var read = read(ack);
        if (signaling.handler().filter(handler -> !handler.awaits(read.toTag(), read.callId())).isPresent())
            endpoints.guard().strayed(read.source().getAddress()); // nobody answers, so nobody would count it
        signaling.deliver(new SignalEvent.Ack(read));
    }

    @Override
    public void begin(Served transaction) {
        var request = transaction.request;
        if (transaction instanceof UdpServer datagram && door.closedTo(datagram)) {
            signaling.respond(transaction, Door.busy(Tokens.tag()));
        } else if (request.getMethod().equals(Request.REGISTER)) {
            registrations.answer(transaction);
        } else if (!signaling.deliver(new SignalEvent.Request(transaction, read(request)))) {
            refuse(transaction, 503);
        }
    }

    private void cancel(RequestEvent event, SIPRequest request)
            throws TransactionAlreadyExistsException, TransactionUnavailableException {
        var transaction = server(event, request);
        var invite = ((ServerTransactionExt) transaction.transaction.orElseThrow()).getCanceledInviteTransaction();
        cancel(transaction, invite != null && invite.getApplicationData() instanceof Served target
                ? Optional.of(target) : Optional.empty());
    }

    @Override
    public void cancel(Served cancel, Optional<Served> invite) {
        if (invite.isEmpty())
            refuse(cancel, 481);
        else if (invite.get().answered
                || !signaling.deliver(new SignalEvent.Cancel(invite.get(), cancel, read(cancel.request))))
            refuse(cancel, 200); // too late to matter (RFC 3261 §9.2)
    }

    private JainTransactions.Server server(RequestEvent event, SIPRequest request)
            throws TransactionAlreadyExistsException, TransactionUnavailableException {
        var provider = (SipProvider) event.getSource();
        ServerTransaction given = event.getServerTransaction();
        var transaction = given == null ? provider.getNewServerTransaction(request) : given;
        var mine = new JainTransactions.Server(Optional.of(transaction), request, provider);
        transaction.setApplicationData(mine);
        return mine;
    }

    private void refuse(Served transaction, int status) {
        signaling.respond(transaction, OutgoingResponse.of(status, Tokens.tag()));
    }

    private JainRequest read(SIPRequest request) {
        return new JainRequest(request, looped(request));
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
                || topmost.getBranch() != null && signaling.udp().sent(topmost.getBranch(), request.getMethod());
    }

    private static int port(Via via) {
        return via.getPort() == -1 ? 5060 : via.getPort();
    }

    @Override
    public void processResponse(ResponseEvent event) {
        var response = (SIPResponse) event.getResponse();
        var transaction = event.getClientTransaction();
        boolean success = response.getStatusCode() / 100 == 2 && response.getCSeq().getMethod().equals(Request.INVITE);
        if (transaction != null && transaction.getApplicationData() instanceof JainTransactions.Client client) {
            if (success && client.succeeded) {
                signaling.deliver(new SignalEvent.LateSuccess(new JainResponse(response)));
                return;
            }
            client.succeeded |= success;
            answered(client, response);
        } else if (success) {
            signaling.deliver(new SignalEvent.LateSuccess(new JainResponse(response)));
        }
    }

    private void answered(JainTransactions.Client client, SIPResponse response) {
        if (response.getStatusCode() >= 200)
            client.forget();
        if (response.getStatusCode() >= 300 && client.request.getMethod().equals(Request.INVITE))
            noteErrorAck(client, response);
        if (client.owner() instanceof OwnRequests.Pending pending)
            pending.answered(response);
        else
            signaling.deliver(new SignalEvent.Response(client, new JainResponse(response)));
    }

    /** The stack itself has just acknowledged (RFC 3261 §17.1.1.3), with a request that it does not show. */
    private void noteErrorAck(JainTransactions.Client client, SIPResponse response) {
        try {
            var ack = client.request.createErrorAck((gov.nist.javax.sip.header.To) response.getTo());
            signaling.noteSent(client.request.source().hop(), ack);
        } catch (SipException | ParseException e) {
            LOG.debug("ACK not noted: {}", e.getMessage());
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (event.isServerTransaction() || event.getClientTransaction() == null
                || !(event.getClientTransaction().getApplicationData() instanceof JainTransactions.Client client))
            return;
        endpoints.unanswered(client.request.source().hop(), System.nanoTime());
        if (client.owner() instanceof OwnRequests.Pending pending)
            pending.silent();
        else
            signaling.deliver(new SignalEvent.NoResponse(client));
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.debug("sending to {}:{} over {} failed", event.getHost(), event.getPort(), event.getTransport());
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
