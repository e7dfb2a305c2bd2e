package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;

import gov.nist.core.NameValue;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.MessageParser;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.wire.Arrival;
import org.trunkline.sip.jain.internal.wire.Ascii;
import org.trunkline.sip.jain.internal.wire.HeaderLines;
import org.trunkline.sip.jain.internal.wire.RoughAnswer;

/**
 * What the stack's channel does with a datagram, without its copies, and without quoting the request and the parser in
 * its 400. <b>Threads:</b> the channel's.
 */
final class DatagramReader {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramReader.class);
    private static final byte[] RESPONSE = Ascii.bytes("SIP/");
    private static final byte[] ACK = Ascii.bytes("ACK ");
    private static final String UDP = "UDP";

    private final DirectUdp.Channel channel;
    private final MessageParser parser;

    DatagramReader(DirectUdp.Channel channel, MessageParser parser) {
        this.channel = channel;
        this.parser = parser;
    }

    void read(Arrival arrival) {
        byte[] bytes = arrival.bytes();
        var source = arrival.source();
        try {
            var message = parser.parseSIPMessage(bytes, true, false, channel);
            if (message != null)
                take(message, source.getAddress(), source.getPort());
        } catch (ParseException e) {
            LOG.debug("not read: {}", e.getMessage());
            refuse(bytes, source);
        }
    }

    private void take(SIPMessage message, InetAddress source, int port) throws ParseException {
        var via = message.getTopmostVia();
        if (via == null || message.getFrom() == null || message.getTo() == null || message.getCallId() == null
                || message.getCSeq() == null)
            throw new ParseException("a header is missing", 0);
        if (!UDP.equalsIgnoreCase(via.getTransport()))
            via.setTransport(UDP); // it came so, whatever it says: nobody gets keys in the clear for writing TLS
        message.setRemoteAddress(source);
        message.setRemotePort(port);
        message.setPeerPacketSourceAddress(source);
        message.setPeerPacketSourcePort(port);
        message.setLocalAddress(channel.getMessageProcessor().getIpAddress());
        message.setLocalPort(channel.getPort());
        switch (message) {
            case SIPRequest request -> {
                mark(via, source.getHostAddress(), port);
                channel.getSIPStack().newSIPServerRequest(request, channel);
            }
            case SIPResponse response -> channel.getSIPStack().newSIPServerResponse(response, channel);
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

    private void refuse(byte[] bytes, InetSocketAddress source) {
        if (begins(bytes, RESPONSE) || begins(bytes, ACK))
            return;
        var rough = new RoughAnswer(bytes, HeaderLines.endOfHead(bytes), source);
        byte[] answer = rough.bytes(400, "Bad Request");
        try {
            if (answer.length > 0)
                channel.processor().send(answer, rough.target());
        } catch (IOException e) {
            LOG.debug("400 to {} not sent: {}", source, e.getMessage());
        }
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        return bytes.length >= with.length && Ascii.equal(bytes, 0, with.length, with);
    }
}
