package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingResponse;

/** Writes responses. */
public final class WireResponse {
    static final String PRODUCT = "Trunkline";
    private WireResponse() {}

    public static String reason(OutgoingResponse response) {
        return response.reason().isEmpty() ? Phrases.of(response.status()) : response.reason();
    }

    /** @param local the node's own {@code host:port} towards the peer */
    public static byte[] encode(SIPRequest request, OutgoingResponse response, String local, Transport over) {
        var text = new StringBuilder(1024).append("SIP/2.0 ").append(response.status()).append(' ')
                .append(reason(response));
        for (Via via : request.getViaHeaders())
            text.append("\r\nVia: ").append(via.getHeaderValue());
        if (response.status() > 100 && response.status() < 300 && request.getRecordRouteHeaders() != null)
            for (Object route : request.getRecordRouteHeaders())
                text.append("\r\n").append(route.toString().strip());
        text.append("\r\nFrom: ").append(body(request.getFrom())).append("\r\nTo: ")
                .append(body(request.getTo()));
        if (request.getToTag() == null && !response.toTag().isEmpty())
            text.append(";tag=").append(response.toTag());
        text.append("\r\nCall-ID: ").append(request.getCallId().getCallId()).append("\r\nCSeq: ")
                .append(request.getCSeq().getSeqNumber()).append(' ').append(request.getCSeq().getMethod());
        response.contactUser().ifPresent(user -> text.append("\r\nContact: <").append(scheme(request)).append(user)
                .append(user.isEmpty() ? "" : "@").append(local)
                .append(over == Transport.UDP ? ">" : ";transport=" + over.parameter() + '>').append(response.focus() ? ";isfocus" : ""));
        for (Header header : response.headers())
            text.append("\r\n").append(header.name()).append(": ").append(header.value());
        text.append("\r\nServer: ").append(PRODUCT);
        return withBody(text, response.body());
    }

    /** A dialog begun by a SIPS URI stays one of TLS (RFC 3261 §12.1.1). */
    private static String scheme(SIPRequest request) {
        return "sips".equalsIgnoreCase(request.getRequestURI().getScheme()) ? "sips:" : "sip:";
    }

    private static String body(javax.sip.header.Header header) {
        return ((SIPHeader) header).getHeaderValue();
    }

    /** Ends the head, adds the body. */
    static byte[] withBody(StringBuilder text, Optional<Body> body) {
        if (body.isEmpty())
            return text.append("\r\nContent-Length: 0\r\n\r\n").toString().getBytes(UTF_8);
        byte[] content = body.get().bytes();
        if (!body.get().contentType().isEmpty())
            text.append("\r\nContent-Type: ").append(body.get().contentType());
        byte[] head = text.append("\r\nContent-Length: ")
                .append(content.length).append("\r\n\r\n").toString().getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }
}
