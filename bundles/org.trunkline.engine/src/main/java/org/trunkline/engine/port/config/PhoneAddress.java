package org.trunkline.engine.port.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An address of a phone card at which a phone fetched its settings, and may fetch them later without the password.
 *
 * @param tokenHash SHA-256 of the token in the address, as Base64 for URLs
 * @param make folder of the phone's make: {@code yealink}
 * @param server where the phone registers, as the card had it: {@code udp 192.0.2.10}
 * @param since when the phone fetched first
 */
public record PhoneAddress(String tokenHash, String make, String username, String server, Instant since) {
    public PhoneAddress {
        requireNonNull(tokenHash);
        requireNonNull(make);
        requireNonNull(username);
        requireNonNull(server);
        requireNonNull(since);
    }

    /** Of the subscriber by its new name. */
    public PhoneAddress renamed(String successor) {
        return new PhoneAddress(tokenHash, make, successor, server, since);
    }
}
