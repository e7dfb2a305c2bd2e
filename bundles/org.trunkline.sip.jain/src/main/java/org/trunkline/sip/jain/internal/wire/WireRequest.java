package org.trunkline.sip.jain.internal.wire;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/** Writes requests: bytes once, where encoding header objects at each sending would cost more than the rest of a transaction. */
public final class WireRequest {
    private WireRequest() {}

    /** @param local the node's own {@code host:port} towards the hop @param branch of the topmost Via */
    public static byte[] encode(OutgoingRequest r, String local, String branch) {
        var text = new StringBuilder(1024).append(r.method()).append(' ').append(r.requestUri())
                .append(" SIP/2.0\r\nVia: SIP/2.0/").append(r.hop().transport().name()).append(' ').append(local)
                .append(";rport;branch=").append(branch).append("\r\nMax-Forwards: ").append(r.maxForwards());
        for (String route : r.routes())
            text.append("\r\nRoute: ").append(route);
        text.append("\r\nFrom: ").append(r.from().encode()).append(";tag=").append(r.fromTag()).append("\r\nTo: ")
                .append(r.to().encode());
        if (!r.toTag().isEmpty())
            text.append(";tag=").append(r.toTag());
        text.append("\r\nCall-ID: ").append(r.callId()).append("\r\nCSeq: ").append(r.cseq()).append(' ')
                .append(r.method());
        if (r.contactUser().isPresent())
            text.append("\r\nContact: <").append(contactUri(r, local)).append(r.focus() ? ">;isfocus" : ">");
        for (Header header : r.headers())
            text.append("\r\n").append(header.name()).append(": ").append(header.value());
        text.append("\r\nUser-Agent: ").append(WireResponse.PRODUCT);
        return WireResponse.withBody(text, r.body());
    }

    private static String contactUri(OutgoingRequest r, String local) {
        String user = r.contactUser().orElse("");
        var transport = r.hop().transport();
        String scheme = r.requestUri().startsWith("sips:") ? "sips:" : "sip:"; // RFC 3261 §8.1.1.8
        String uri = user.isEmpty() ? scheme + local : scheme + user + '@' + local;
        return transport == Transport.UDP ? uri : uri + ";transport=" + transport.parameter();
    }
}
