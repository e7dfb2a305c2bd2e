package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.text.ParseException;

import gov.nist.core.NameValue;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.wire.Ascii;
import org.trunkline.sip.jain.internal.wire.HeadIndex;
import org.trunkline.sip.jain.internal.wire.StatelessResponse;

/** What becomes of a message when it was parsed, or could not be. <b>Threads:</b> any. */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final byte[] RESPONSE = Ascii.bytes("SIP/");
    private static final byte[] ACK = Ascii.bytes("ACK ");

    private final Receiver receiver;

    Reception(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Marks it with where it came from, and hands it on. */
    void take(SIPMessage message, Flow flow, InetSocketAddress source) throws ParseException {
        var via = message.getTopmostVia();
        if (via == null || message.getFrom() == null || message.getTo() == null || message.getCallId() == null
                || message.getCSeq() == null)
            throw new ParseException("a header is missing", 0);
        if (message.getApplicationData() instanceof HeadIndex index)
            index.arrivedNow();
        String transport = flow.transport().name();
        if (!transport.equalsIgnoreCase(via.getTransport()))
            via.setTransport(transport); // it came so, whatever it says: nobody gets keys in the clear for writing TLS
        message.setRemoteAddress(source.getAddress());
        message.setRemotePort(source.getPort());
        message.setPeerPacketSourceAddress(source.getAddress());
        message.setPeerPacketSourcePort(source.getPort());
        switch (message) {
            case SIPRequest request -> {
                mark(via, source.getAddress().getHostAddress(), source.getPort());
                receiver.request(request, flow);
            }
            case SIPResponse response -> receiver.response(response, flow);
            default -> throw new ParseException("neither request nor response", 0);
        }
    }

    /** RFC 3261 §18.2.1, RFC 3581 §4. */
    private static void mark(Via via, String source, int port) {
        boolean asked = via.hasParameter(Via.RPORT);
        if (asked || !source.equals(via.getHost()))
            via.setParameter(new NameValue(Via.RECEIVED, source));
        if (asked)
            via.setParameter(new NameValue(Via.RPORT, String.valueOf(port)));
    }

    /** Answers 400 to what could not be parsed, without quoting it. */
    static void refuse(byte[] bytes, Flow flow, InetSocketAddress source) {
        if (begins(bytes, RESPONSE) || begins(bytes, ACK))
            return;
        var rough = new StatelessResponse(bytes, HeadIndex.endOfHead(bytes), source);
        byte[] answer = rough.bytes(400, "Bad Request");
        if (answer.length > 0)
            send(flow, answer, rough.target());
    }

    /** Sends what belongs to no transaction. */
    static void send(Flow flow, byte[] answer, InetSocketAddress target) {
        try {
            flow.send(answer, target, e -> lost(target, e));
        } catch (IOException e) {
            lost(target, e);
        }
    }

    private static void lost(InetSocketAddress target, IOException e) {
        LOG.debug("answer to {} not sent: {}", target, e.getMessage());
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        return bytes.length >= with.length && Ascii.equal(bytes, 0, with.length, with);
    }
}
