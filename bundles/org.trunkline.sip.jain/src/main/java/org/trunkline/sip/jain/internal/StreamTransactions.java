package org.trunkline.sip.jain.internal;

import java.text.ParseException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ObjectInUseException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.message.Request;

import gov.nist.javax.sip.stack.SIPTransaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.Said;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.sip.jain.internal.transaction.InOrder;
import org.trunkline.sip.jain.internal.transaction.TransactionRoom;
import org.trunkline.sip.jain.internal.transport.DialogRoute;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.SentNotice;
import org.trunkline.sip.jain.internal.wire.Tokens;
import org.trunkline.sip.jain.internal.wire.Wire;
import org.trunkline.sip.jain.internal.wire.WireRequest;
import org.trunkline.sip.jain.internal.wire.WireResponse;

/** The transactions of TCP and TLS, which are the stack's. <b>Threads:</b> any. */
public final class StreamTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(StreamTransactions.class);
    private static final SentNotice UNNOTED = message -> {};

    private final JainSignaling signaling;
    private final Endpoints endpoints;
    private final DialogRoute route;
    private final TransactionRoom room;
    /** Requests that wait for their connection. */
    private final AtomicInteger coming = new AtomicInteger();
    private final InOrder order = new InOrder("sip-connection-send");

    StreamTransactions(JainSignaling signaling, Endpoints endpoints) {
        route = new DialogRoute(endpoints);
        this.signaling = signaling;
        this.endpoints = endpoints;
        this.room = new TransactionRoom(endpoints.limits().streamTransactions());
    }

    /** So many requests wait for their answers that a new call would be too much. */
    boolean serversFull() {
        return room.full(endpoints.streamServers());
    }

    /** Whether another request of a call in progress may come. */
    boolean takes() {
        return room.takes(endpoints.streamServers(), true);
    }

    /** So many that the node sent. */
    boolean clientsFull() {
        return room.full(clients());
    }

    /** Those that wait for their connection included. */
    private int clients() {
        return endpoints.streamClients() + coming.get();
    }

    /** How full they are. */
    public List<BorderStatus.Table> tables() {
        return List.of(new BorderStatus.Table("stream-server-transactions", endpoints.streamServers(), room.most()),
                new BorderStatus.Table("stream-client-transactions", clients(), room.most()));
    }

    JainTransactions.Client client(OutgoingRequest request, Object owner) {
        boolean ofCall = JainSignaling.belongsToCall(request.method(), !request.toTag().isEmpty());
        SentNotice notice = ofCall ? signaling::note : UNNOTED;
        try {
            var sent = route.of(request);
            var wire = new WireRequest(sent, signaling.local(sent.hop()), Tokens.branch(), notice);
            return new JainTransactions.Client(wire, owner);
        } catch (ParseException e) {
            throw new IllegalArgumentException(request.method() + ' ' + request.requestUri() + ": " + e.getMessage(), e);
        }
    }

    /** A connection may take seconds to come up, so that waits on a thread of its own; one request after the other. */
    void start(JainTransactions.Client client) {
        if (!hasRoom(client))
            signaling.notSent(client, OwnRequests.notSent("too many requests wait for their answers"));
        else {
            coming.incrementAndGet();
            order.run(client.request.source().hop(), () -> startNow(client));
        }
    }

    /** Whether it may be started; counted where not. */
    boolean hasRoom(JainTransactions.Client client) {
        var request = client.request.source();
        boolean within = !request.toTag().isEmpty() || request.method().equals(Request.CANCEL);
        boolean has = room.takes(clients(), within);
        if (!has)
            endpoints.guard().refusals().count(TransactionRoom.FULL);
        return has;
    }

    private void startNow(JainTransactions.Client client) {
        try {
            prepare(client).sendRequest();
        } catch (SipException e) {
            signaling.notSent(client, e instanceof NotSpoken missing ? missing.said : OwnRequests.notSent(reason(e)));
        }
    }

    void startOrThrow(JainTransactions.Client client) throws SipException {
        transaction(client).sendRequest();
    }

    /** In the stack's table from now on, and no longer among those that come. */
    private ClientTransaction prepare(JainTransactions.Client client) throws SipException {
        try {
            return transaction(client);
        } finally {
            coming.decrementAndGet();
        }
    }

    private ClientTransaction transaction(JainTransactions.Client client) throws SipException {
        var transaction = providerTo(client.request.source().hop()).getNewClientTransaction(client.request);
        transaction.setApplicationData(client);
        client.transaction = transaction;
        return transaction;
    }

    static String reason(SipException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null)
            deepest = deepest.getCause();
        return String.valueOf(deepest.getMessage());
    }

    private static final class NotSpoken extends SipException {
        private static final long serialVersionUID = 1L;

        private final transient Said said;

        NotSpoken(Transport transport) {
            this(transport == Transport.TLS ? new Said("no-certificate", List.of(),
                    "the node does not speak tls: it has no certificate") : new Said("transport-not-spoken",
                    List.of(transport.token()), "the node does not speak " + transport.token()));
        }

        private NotSpoken(Said said) {
            super(said.message());
            this.said = said;
        }
    }

    private SipProvider providerTo(Hop hop) throws SipException {
        if (!endpoints.transports().contains(hop.transport())) // where the stack would fail with no word
            throw new NotSpoken(hop.transport());
        return endpoints.provider(hop)
                .orElseThrow(() -> new SipException("the node has no address that reaches " + hop.text()));
    }

    void cancel(JainTransactions.Client invite, OutgoingRequest cancel) {
        try {
            var wire = new WireRequest(cancel, signaling.local(cancel.hop()), invite.request.getTopmostVia().getBranch(),
                    signaling::note);
            wire.setInviteTransaction((SIPTransaction) invite.transaction);
            start(new JainTransactions.Client(wire, OwnRequests.NOBODY));
        } catch (ParseException e) {
            throw new IllegalArgumentException("CANCEL " + cancel.requestUri(), e);
        }
    }

    Transmission acknowledge(OutgoingRequest request) throws ParseException {
        var ack = route.of(request);
        var wire = new WireRequest(ack, signaling.local(ack.hop()), Tokens.branch(), signaling::note);
        Transmission sending = () -> sendStateless(wire);
        sending.again();
        return sending;
    }

    private void sendStateless(WireRequest wire) {
        try {
            providerTo(wire.source().hop()).sendRequest(wire);
        } catch (SipException e) {
            LOG.debug("{} to {} not sent: {}", wire.getMethod(), wire.source().hop().text(), reason(e));
        }
    }

    Transmission respond(JainTransactions.Server server, OutgoingResponse response) {
        WireResponse wire;
        try {
            wire = new WireResponse(server.request, response,
                    endpoints.local(Wire.source(server.request).getAddress(), Wire.transport(server.request)));
        } catch (ParseException e) {
            throw new IllegalArgumentException("response " + response.status(), e);
        }
        server.answered |= response.status() >= 200;
        server.lastResponse = wire;
        try {
            noteAnswer(server, wire);
            if (server.transaction.isPresent())
                server.transaction.get().sendResponse(wire);
            else
                server.provider.sendResponse(wire);
        } catch (SipException | InvalidArgumentException e) {
            LOG.debug("{} not sent: {}", response.status(), e.getMessage());
        }
        return () -> again(server, wire);
    }

    private void again(JainTransactions.Server server, WireResponse wire) {
        try {
            noteAnswer(server, wire);
            server.provider.sendResponse(wire);
        } catch (SipException e) {
            LOG.debug("{} not sent again: {}", wire.getStatusCode(), reason(e));
        }
    }

    private void noteAnswer(JainTransactions.Server server, WireResponse wire) {
        if (JainSignaling.belongsToCall(server.request.getMethod(), server.request.getToTag() != null))
            signaling.note(wire.wire());
    }

    void drop(JainTransactions.Server server) {
        server.transaction.ifPresent(StreamTransactions::terminate);
    }

    private static void terminate(ServerTransaction given) {
        try {
            given.terminate();
        } catch (ObjectInUseException e) {
            LOG.debug("transaction still in use: {}", e.getMessage());
        }
    }
}
