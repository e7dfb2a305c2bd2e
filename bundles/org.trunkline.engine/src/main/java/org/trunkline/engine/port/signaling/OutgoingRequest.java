package org.trunkline.engine.port.signaling;

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
 */
public record OutgoingRequest(String method, String requestUri, String callId, long cseq, NameAddress from,
        String fromTag, NameAddress to, String toTag, int maxForwards, List<String> routes,
        Optional<String> contactUser, Hop hop, List<Header> headers, Optional<Body> body) {
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
                contactUser, other, headers, body);
    }
}
