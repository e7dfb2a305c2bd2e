package org.trunkline.sip.jain.internal.transaction;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import gov.nist.javax.sip.message.SIPRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.Flow;
import org.trunkline.sip.jain.internal.transport.OutgoingMessage;
import org.trunkline.sip.jain.internal.transport.UdpSocket;
import org.trunkline.sip.jain.internal.wire.SipTokens;
import org.trunkline.sip.jain.internal.wire.Wire;
import org.trunkline.sip.jain.internal.wire.WireRequest;
import org.trunkline.sip.jain.internal.wire.WireResponse;

/** Writes messages and sends them. <b>Threads:</b> any. */
public final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    /** Outside a dialog these belong to no call, and so to no ladder. */
    private static final Set<String> NO_CALL = Set.of("REGISTER", "OPTIONS", "SUBSCRIBE", "PUBLISH", "NOTIFY", "MESSAGE");

    private final TransactionUser user;
    private final Endpoints endpoints;
    private final Flows flows;

    Sender(TransactionUser user, Endpoints endpoints) {
        this.user = user;
        this.endpoints = endpoints;
        this.flows = new Flows(endpoints);
    }

    static boolean belongsToCall(String method, boolean inDialog) {
        return inDialog || !NO_CALL.contains(method);
    }

    /** The request as it goes to its hop. @throws IOException where nothing leads there */
    OutboundTransaction.Attempt attempt(OutgoingRequest request, String branch) throws IOException {
        var routed = flows.routed(request);
        return new OutboundTransaction.Attempt(routed, request(routed, branch, flows.to(routed.hop())));
    }

    /** Sends what needs no answer, an ACK. */
    Transmission once(OutgoingRequest request) throws IOException {
        var routed = flows.routed(request);
        var message = request(routed, SipTokens.branch(), flows.now(routed.hop()));
        send(message);
        return sent(message);
    }

    /** A handle of a message just sent: retransmits it, and has its bytes for the ladder. */
    Transmission sent(OutgoingMessage message) {
        return new Transmission() {
            @Override
            public void again() {
                Sender.this.again(message);
            }

            @Override
            public Optional<WireMessage> wire() {
                return message.wire();
            }
        };
    }

    OutgoingMessage request(OutgoingRequest r, String branch, Flow flow) {
        String local = endpoints.local(r.hop().address().getAddress(), r.hop().transport());
        byte[] bytes = WireRequest.encode(r.sentFrom(local), local, branch);
        return new OutgoingMessage(flow, new WireMessage(Instant.now(), true, r.hop().address(), r.hop().transport(), r.callId(),
                r.fromTag(), r.toTag(), r.method(), bytes), belongsToCall(r.method(), !r.toTag().isEmpty()));
    }

    OutgoingMessage answer(InboundTransaction server, OutgoingResponse response) {
        return answer(server.request, flows.back(server.flow, server.request), response);
    }

    /** Of a request that has no transaction. */
    OutgoingMessage answer(SIPRequest request, Flow flow, OutgoingResponse response) {
        var target = target(request, flow);
        byte[] bytes = WireResponse.encode(request, response, endpoints.local(target.getAddress(), flow.transport()),
                flow.transport());
        String toTag = Wire.tag(request.getTo().getTag());
        return new OutgoingMessage(flow, new WireMessage(Instant.now(), true, target, flow.transport(),
                request.getCallId().getCallId(), toTag.isEmpty() ? response.toTag() : toTag,
                Wire.tag(request.getFrom().getTag()), response.status() + " " + WireResponse.reason(response), bytes),
                belongsToCall(request.getMethod(), !toTag.isEmpty()));
    }

    /** Where it came from; over UDP to the port that a Via without rport names (RFC 3581 §4, RFC 3261 §18.2.2). */
    private static InetSocketAddress target(SIPRequest request, Flow flow) {
        var source = Wire.source(request);
        var via = request.getTopmostVia();
        int port = via.getPort() == -1 ? Flows.PORT : via.getPort();
        return flow.reliable() || via.getRPort() != -1 || port == source.getPort() ? source
                : new InetSocketAddress(source.getAddress(), port);
    }

    /** Sends what the engine asked for: it gets the bytes for its ladder from what this leads to. */
    void send(OutgoingMessage message) {
        try {
            message.transmit(e -> lost(message.message(), e));
        } catch (IOException e) {
            lost(message.message(), e);
        }
    }

    /** Sends what the engine did not ask for. */
    void sendOwn(OutgoingMessage message) {
        message.wire().ifPresent(user::note);
        send(message);
    }

    void again(OutgoingMessage message) {
        sendOwn(message.now());
    }

    private static void lost(WireMessage message, IOException e) {
        LOG.debug("{} to {} not sent: {}", message.label(), message.remote(), e.getMessage());
    }

    /** What belongs to no call. */
    void send(ByteBuffer message, UdpSocket socket, InetSocketAddress target) {
        try {
            socket.send(message, target, e -> LOG.debug("answer to {} not sent: {}", target, e.getMessage()));
        } catch (IOException e) {
            LOG.debug("answer to {} not sent: {}", target, e.getMessage());
        }
    }

    /**
     * Sends what the engine asked for, later than it asked.
     *
     * @param lost told where that only comes out later
     * @throws IOException where it cannot be sent
     */
    void transmitOwn(OutgoingMessage message, Consumer<IOException> lost) throws IOException {
        message.wire().ifPresent(user::note);
        message.transmit(lost);
    }
}
