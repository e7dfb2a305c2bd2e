package org.trunkline.api.phone;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.schema.Secret;

/**
 * What a card is to show.
 *
 * @param password the one that the subscriber has, to show it; none given, the node sets a new one
 * @param host an address or name that the node listens on; empty for the best one
 * @param transport UDP, TCP or TLS; empty for UDP, or TLS where the subscriber's calls must be encrypted
 */
public record PhoneCardRequest(Secret password, Optional<String> host, Optional<Transport> transport) {
    /** With a new password, and the best server. */
    public static final PhoneCardRequest NEW_PASSWORD =
            new PhoneCardRequest(Secret.KEPT, Optional.empty(), Optional.empty());

    public PhoneCardRequest {
        requireNonNull(password);
        requireNonNull(host);
        requireNonNull(transport);
    }
}
