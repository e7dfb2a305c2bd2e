package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import javax.sip.message.Request;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.sip.jain.internal.transaction.TransactionRoom;
import org.trunkline.sip.jain.internal.transport.Connections;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.Inbox;
import org.trunkline.sip.jain.internal.wire.Tokens;
import org.trunkline.sip.jain.internal.wire.Wire;
import org.trunkline.sip.jain.internal.wire.WireResponse;

/**
 * Whether there is room and time for a request. Of those over a connection, and datagrams that {@link Inbox} could not
 * tell apart; what it turns away costs no transaction (RFC 3261 §8.2.7). <b>Threads:</b> any.
 */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final Optional<String> FULL = Optional.of(TransactionRoom.FULL);

    private final JainSignaling signaling;
    private final Endpoints endpoints;
    /** Begins the tags of its answers, so that their ACKs are known. */
    private final String mark = "y" + Tokens.tag() + '-';

    Door(JainSignaling signaling, Endpoints endpoints) {
        this.signaling = signaling;
        this.endpoints = endpoints;
    }

    /** Of a request over a connection that did not come before. @return whether it was answered here, or needs nothing */
    boolean turnsAway(SIPRequest request, MessageChannel channel) {
        if (request.getMethod().equals(Request.ACK))
            return request.getToTag() != null && request.getToTag().startsWith(mark);
        var why = signaling.streams().takes() ? refusal(request, signaling.busyStreams()) : FULL;
        why.ifPresent(reason -> refuse(request, (Connections.Used) channel, reason));
        return why.isPresent();
    }

    private void refuse(SIPRequest request, Connections.Used channel, String reason) {
        endpoints.guard().refusals().count(reason);
        var transport = Wire.transport(request);
        try {
            channel.answer(WireResponse.encode(request, busy(mark + Tokens.tag()),
                    endpoints.local(Wire.source(request).getAddress(), transport), transport));
        } catch (IOException e) {
            LOG.debug("503 not sent: {}", e.getMessage());
        }
    }

    /** Whether a datagram begins a call for which there is nothing left, though it came as far as the parser; counted. */
    boolean closedTo(UdpServer datagram) {
        if (datagram.admitted())
            return false;
        var why = refusal(datagram.request, endpoints.full() ? Optional.of(Inbox.OVERLOAD) : signaling.busy());
        why.ifPresent(reason -> endpoints.guard().refusals().count(reason));
        return why.isPresent();
    }

    private Optional<String> refusal(SIPRequest request, Optional<String> busy) {
        boolean call = request.getMethod().equals(Request.INVITE) && request.getToTag() == null;
        return call && busy.isPresent() && !signaling.emergency(request.getRequestURI().toString()) ? busy : Optional.empty();
    }

    static OutgoingResponse busy(String tag) {
        return OutgoingResponse.of(503, tag,
                new Header("Retry-After", String.valueOf(ThreadLocalRandom.current().nextInt(2, 11))));
    }
}
