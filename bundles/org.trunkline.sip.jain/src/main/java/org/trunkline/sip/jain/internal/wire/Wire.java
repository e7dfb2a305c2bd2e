package org.trunkline.sip.jain.internal.wire;

import java.net.InetSocketAddress;
import java.util.Arrays;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.WireMessage;

/** What a received message was on the wire. */
public final class Wire {
    private Wire() {}

    /** What the parser read: the head, with its body where that came with it. */
    public static HeadIndex head(SIPMessage message) {
        return message.getApplicationData() instanceof HeadIndex head ? head : HeadIndex.of(message.encodeAsBytes("udp"));
    }

    public static InetSocketAddress source(SIPMessage message) {
        if (message.getPeerPacketSourceAddress() != null)
            return new InetSocketAddress(message.getPeerPacketSourceAddress(), message.getPeerPacketSourcePort());
        return new InetSocketAddress(message.getRemoteAddress(), message.getRemotePort()); // the stack's TCP channels
    }

    public static Transport transport(SIPMessage message) {
        var via = message.getTopmostVia();
        return via == null || via.getTransport() == null ? Transport.UDP : transport(via.getTransport());
    }

    public static Transport transport(String token) {
        return Transport.of(token);
    }

    public static WireMessage received(SIPRequest request) {
        return new WireMessage(head(request).arrived(), false, source(request), transport(request),
                request.getCallId().getCallId(), tag(request.getTo().getTag()), tag(request.getFrom().getTag()),
                request.getMethod(), whole(request));
    }

    public static WireMessage received(SIPResponse response) {
        return new WireMessage(head(response).arrived(), false, source(response), transport(response),
                response.getCallId().getCallId(), tag(response.getFrom().getTag()), tag(response.getTo().getTag()),
                label(response), whole(response));
    }

    static String label(SIPResponse response) {
        return response.getStatusCode() + " " + response.getReasonPhrase();
    }

    public static String tag(String tag) {
        return tag == null ? "" : tag;
    }

    /** Over TCP the parser saw the head alone; the body came later. */
    private static byte[] whole(SIPMessage message) {
        var index = head(message);
        byte[] head = index.bytes();
        byte[] body = message.getRawContent();
        if (body == null || body.length == 0 || index.endOfHead() < head.length)
            return head;
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
