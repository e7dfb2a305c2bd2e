package org.trunkline.api.node;

import java.time.Instant;
import java.util.List;

/**
 * One binding of a subscriber.
 *
 * @param instance URN of the phone ({@code +sip.instance}, RFC 5626), empty if it sent none
 * @param regId number of the phone's flow, 0 if it sent none
 * @param path proxies that calls to the phone take, the first one first (RFC 3327); empty if the phone registered without
 */
public record RegisteredContact(String username, String contact, String source, String transport, Instant expiresAt,
        String userAgent, String instance, int regId, List<String> path) {
    public RegisteredContact {
        path = List.copyOf(path);
    }

    /** A binding without an instance. */
    public RegisteredContact(String username, String contact, String source, String transport, Instant expiresAt, String userAgent) {
        this(username, contact, source, transport, expiresAt, userAgent, "", 0, List.of());
    }
}
