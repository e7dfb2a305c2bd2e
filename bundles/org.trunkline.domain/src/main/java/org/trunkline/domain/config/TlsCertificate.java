package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What is told of a certificate.
 *
 * @param names DNS names, addresses and SIP domains it is good for; the common name where it has none of these
 * @param issuer common name of who signed it
 */
public record TlsCertificate(List<String> names, String issuer, Instant validFrom, Instant validUntil) {
    public TlsCertificate {
        names = List.copyOf(names);
        requireNonNull(issuer);
        requireNonNull(validFrom);
        requireNonNull(validUntil);
    }
}
