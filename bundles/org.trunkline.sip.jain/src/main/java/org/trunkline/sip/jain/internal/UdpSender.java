package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;

import gov.nist.javax.sip.message.SIPRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transport.Datagram;
import org.trunkline.sip.jain.internal.transport.DirectUdp;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.Tokens;
import org.trunkline.sip.jain.internal.wire.Wire;
import org.trunkline.sip.jain.internal.wire.WireRequest;
import org.trunkline.sip.jain.internal.wire.WireResponse;

/** Writes messages for UDP and sends them. <b>Threads:</b> any. */
final class UdpSender {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSender.class);

    private final JainSignaling signaling;
    private final Endpoints endpoints;

    UdpSender(JainSignaling signaling, Endpoints endpoints) {
        this.signaling = signaling;
        this.endpoints = endpoints;
    }

    /** Sends what needs no answer, an ACK. */
    Transmission once(OutgoingRequest request) throws IOException {
        var datagram = request(request, Tokens.branch(), port(request));
        send(datagram);
        return () -> again(datagram);
    }

    /** The socket that reaches its hop. */
    DirectUdp.Processor port(OutgoingRequest request) throws IOException {
        return endpoints.datagrams(request.hop());
    }

    Datagram request(OutgoingRequest r, String branch, DirectUdp.Processor port) {
        byte[] bytes = WireRequest.encode(r, endpoints.local(r.hop().address().getAddress()), branch);
        return new Datagram(port, new WireMessage(Instant.now(), true, r.hop().address(), Transport.UDP, r.callId(),
                r.fromTag(), r.toTag(), r.method(), bytes),
                JainSignaling.belongsToCall(r.method(), !r.toTag().isEmpty()));
    }

    Datagram answer(UdpServer server, OutgoingResponse response) {
        var request = server.request;
        var target = target(request);
        String reason = WireResponse.reason(response);
        byte[] bytes = WireResponse.encode(request, response, endpoints.local(target.getAddress()), Transport.UDP);
        String toTag = Wire.tag(request.getTo().getTag());
        return new Datagram(server.port, new WireMessage(Instant.now(), true, target, Transport.UDP,
                request.getCallId().getCallId(), toTag.isEmpty() ? response.toTag() : toTag,
                Wire.tag(request.getFrom().getTag()), response.status() + " " + reason, bytes),
                JainSignaling.belongsToCall(request.getMethod(), !toTag.isEmpty()));
    }

    /** Where it came from, but to the port that a Via without rport names (RFC 3581 §4, RFC 3261 §18.2.2). */
    private static InetSocketAddress target(SIPRequest request) {
        var source = Wire.source(request);
        var via = request.getTopmostVia();
        int port = via.getPort() == -1 ? 5060 : via.getPort();
        return via.getRPort() != -1 || port == source.getPort() ? source
                : new InetSocketAddress(source.getAddress(), port);
    }

    void send(Datagram datagram) {
        sendQuietly(datagram, datagram.message());
    }

    void again(Datagram datagram) {
        sendQuietly(datagram, datagram.now());
    }

    private void sendQuietly(Datagram datagram, WireMessage message) {
        try {
            transmit(datagram, message, e -> lost(message, e));
        } catch (IOException e) {
            lost(message, e);
        }
    }

    private static void lost(WireMessage message, IOException e) {
        LOG.debug("{} to {} not sent: {}", message.label(), message.remote(), e.getMessage());
    }

    /** What belongs to no call. */
    void send(ByteBuffer message, DirectUdp.Processor port, InetSocketAddress target) {
        try {
            port.send(message, target);
        } catch (IOException e) {
            LOG.debug("answer to {} not sent: {}", target, e.getMessage());
        }
    }

    /**
     * @param lost told where that only comes out later
     * @throws IOException where it cannot be sent
     */
    void transmit(Datagram datagram, Consumer<IOException> lost) throws IOException {
        transmit(datagram, datagram.message(), lost);
    }

    private void transmit(Datagram datagram, WireMessage message, Consumer<IOException> lost) throws IOException {
        if (datagram.noted())
            signaling.note(message);
        datagram.port().send(message, lost);
    }
}
