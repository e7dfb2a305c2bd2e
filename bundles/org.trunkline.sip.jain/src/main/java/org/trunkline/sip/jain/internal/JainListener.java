package org.trunkline.sip.jain.internal;

import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

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
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.OutgoingResponse;
import org.trunkline.engine.port.SignalEvent;

/** Turns the stack's callbacks into events: makes the server transaction, maps, hands over, returns. */
final class JainListener implements SipListener {
    private static final Logger LOG = LoggerFactory.getLogger(JainListener.class);

    private final JainSignaling signaling;
    private final Endpoints endpoints;
    private final Supplier<Registrations> registrations;

    JainListener(JainSignaling signaling, Endpoints endpoints, Supplier<Registrations> registrations) {
        this.signaling = signaling;
        this.endpoints = endpoints;
        this.registrations = registrations;
    }

    @Override
    public void processRequest(RequestEvent event) {
        var request = (SIPRequest) event.getRequest();
        try {
            switch (request.getMethod()) {
                case Request.ACK -> signaling.deliver(new SignalEvent.Ack(read(request)));
                case Request.CANCEL -> cancel(event, request);
                default -> begin(event, request);
            }
        } catch (TransactionAlreadyExistsException e) {
            LOG.trace("again: {}", request.getMethod()); // a retransmission that overtook its own transaction
        } catch (TransactionUnavailableException e) {
            LOG.debug("no transaction for {}: {}", request.getMethod(), e.getMessage());
        }
    }

    private void begin(RequestEvent event, SIPRequest request)
            throws TransactionAlreadyExistsException, TransactionUnavailableException {
        boolean refused = beginsCall(request) && (endpoints.late() || signaling.overloaded());
        boolean stateless = refused || stateless(request);
        if (stateless && signaling.answeredAlready(request, (SipProvider) event.getSource()))
            return;
        var transaction = stateless ? new JainTransactions.Server(Optional.empty(), request,
                (SipProvider) event.getSource()) : server(event, request);
        if (refused)
            signaling.respond(transaction, OutgoingResponse.of(503, Tokens.tag(),
                    new Header("Retry-After", String.valueOf(ThreadLocalRandom.current().nextInt(2, 11)))));
        else if (Wire.head(request).length > Endpoints.MAX_MESSAGE_BYTES)
            refuse(transaction, 513);
        else if (request.getMethod().equals(Request.REGISTER))
            registrations.get().answer(transaction);
        else if (!signaling.deliver(new SignalEvent.Request(transaction, read(request))))
            refuse(transaction, 503);
    }

    private static boolean beginsCall(SIPRequest request) {
        return request.getMethod().equals(Request.INVITE) && request.getToTag() == null;
    }

    /** What comes often and is answered at once. Over TCP a transaction is over with its answer, and costs little. */
    private static boolean stateless(SIPRequest request) {
        if (Wire.transport(request) != Transport.UDP)
            return false;
        return switch (request.getMethod()) {
            case Request.REGISTER, Request.BYE -> true;
            case Request.OPTIONS -> request.getToTag() == null;
            default -> false;
        };
    }

    private void cancel(RequestEvent event, SIPRequest request)
            throws TransactionAlreadyExistsException, TransactionUnavailableException {
        var transaction = server(event, request);
        var invite = ((ServerTransactionExt) transaction.transaction.orElseThrow()).getCanceledInviteTransaction();
        if (invite == null || !(invite.getApplicationData() instanceof JainTransactions.Server target))
            refuse(transaction, 481);
        else if (target.answered || !signaling.deliver(new SignalEvent.Cancel(target, transaction, read(request))))
            refuse(transaction, 200); // too late to matter (RFC 3261 §9.2)
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

    private void refuse(JainTransactions.Server transaction, int status) {
        signaling.respond(transaction, OutgoingResponse.of(status, Tokens.tag()));
    }

    private JainRequest read(SIPRequest request) {
        return new JainRequest(request, looped(request));
    }

    private boolean looped(SIPRequest request) {
        for (Via via : request.getViaHeaders())
            if (endpoints.isOwn(via.getHost(), via.getPort() == -1 ? 5060 : via.getPort()))
                return true;
        return false;
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
