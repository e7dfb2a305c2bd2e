package org.trunkline.engine.port.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A request to send. Via, Contact's host, Content-Length and User-Agent are the adapter's.
 *
 * @param toTag empty outside a dialog
 * @param routes Route values with angle brackets, next first
 * @param contactUser user part of Contact at the node's own address; empty for no Contact
 * @param hop where it is sent, whatever the URI says
 * @param focus whether the Contact says that it is a conference's (RFC 4579 §5.1)
 */
public record OutgoingRequest(String method, String requestUri, String callId, long cseq, NameAddress from,
        String fromTag, NameAddress to, String toTag, int maxForwards, List<String> routes,
        Optional<String> contactUser, Hop hop, List<Header> headers, Optional<Body> body, boolean focus) {
    /**
     * The node as a host in URIs of a request: the adapter writes its own {@code host:port}, as the peer at the hop sees it. So
     * the engine need not ask for that.
     */
    public static final String OWN_HOST = "this-node.invalid";
    private static final String NOTIFY = "NOTIFY";

    /** One of no conference. */
    public OutgoingRequest(String method, String requestUri, String callId, long cseq, NameAddress from, String fromTag, NameAddress to,
            String toTag, int maxForwards, List<String> routes, Optional<String> contactUser, Hop hop, List<Header> headers,
            Optional<Body> body) {
        this(method, requestUri, callId, cseq, from, fromTag, to, toTag, maxForwards, routes, contactUser, hop, headers, body, false);
    }

    public OutgoingRequest {
        requireNonNull(method);
        requireNonNull(requestUri);
        requireNonNull(callId);
        requireNonNull(hop);
        routes = List.copyOf(routes);
        headers = List.copyOf(headers);
        if (maxForwards < 0)
            throw new IllegalArgumentException("maxForwards: " + maxForwards);
    }

    /** The same, sent elsewhere. */
    public OutgoingRequest sentTo(Hop other) {
        return new OutgoingRequest(method, requestUri, callId, cseq, from, fromTag, to, toTag, maxForwards, routes,
                contactUser, other, headers, body, focus);
    }

    /**
     * The same with the node's own address instead of {@link #OWN_HOST}: in the URIs, in header values, and in what a NOTIFY
     * tells.
     *
     * @param local {@code host:port}
     */
    public OutgoingRequest sentFrom(String local) {
        boolean inHeaders = headers.stream().anyMatch(header -> header.value().contains(OWN_HOST));
        boolean inBody = method.equals(NOTIFY) && body.isPresent();
        if (!inHeaders && !inBody && !from.uri().contains(OWN_HOST) && !to.uri().contains(OWN_HOST) && !requestUri.contains(OWN_HOST))
            return this;
        return new OutgoingRequest(method, own(requestUri, local), callId, cseq, own(from, local), fromTag, own(to, local), toTag, maxForwards,
                routes, contactUser, hop, inHeaders ? headers.stream().map(h -> new Header(h.name(), own(h.value(), local))).toList() : headers,
                inBody ? body.map(told -> new Body(told.contentType(), own(told.text(), local).getBytes(UTF_8))) : body, focus);
    }

    private static NameAddress own(NameAddress name, String local) {
        return new NameAddress(name.displayName(), own(name.uri(), local));
    }

    private static String own(String text, String local) {
        return text.replace(OWN_HOST, local);
    }
}
