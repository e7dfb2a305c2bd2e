package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A response to send. Via, From, To, Call-ID, CSeq, Record-Route, Server come from the request or the adapter.
 *
 * @param reason phrase; empty for the status's own
 * @param toTag added to To where the request had none; empty for none
 * @param contactUser user part of Contact at the node's own address; empty for no Contact
 * @param focus whether Contact says {@code isfocus}: the node is a conference (RFC 4579 §4)
 */
public record OutgoingResponse(int status, String reason, String toTag, Optional<String> contactUser,
        List<Header> headers, Optional<Body> body, boolean focus) {
    /** Not of a conference. */
    public OutgoingResponse(int status, String reason, String toTag, Optional<String> contactUser, List<Header> headers,
            Optional<Body> body) {
        this(status, reason, toTag, contactUser, headers, body, false);
    }

    public OutgoingResponse {
        requireNonNull(reason);
        requireNonNull(toTag);
        headers = List.copyOf(headers);
        if (status < 100 || status > 699)
            throw new IllegalArgumentException("status: " + status);
    }

    public static OutgoingResponse of(int status, String toTag, Header... headers) {
        return new OutgoingResponse(status, "", toTag, Optional.empty(), List.of(headers), Optional.empty());
    }
}
