package org.trunkline.api.node;

import java.time.Instant;

/**
 * One binding of a subscriber, as the desk shows it.
 *
 * @param instance URN of the phone ({@code +sip.instance}, RFC 5626), empty where it gave none
 * @param regId which of the phone's flows it is, 0 where it gave none
 */
public record RegisteredContact(String username, String contact, String source, String transport, Instant expiresAt,
        String userAgent, String instance, int regId) {
    /** Of a phone that names no instance. */
    public RegisteredContact(String username, String contact, String source, String transport, Instant expiresAt, String userAgent) {
        this(username, contact, source, transport, expiresAt, userAgent, "", 0);
    }
}
