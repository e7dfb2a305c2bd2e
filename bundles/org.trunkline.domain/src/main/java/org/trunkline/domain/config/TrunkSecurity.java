package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a trunk is asked to prove, and whether its media is encrypted. All of it presupposes {@link Transport#TLS}.
 *
 * @param certificateName DNS name or address that the trunk's certificate must bear (RFC 5922); empty for its host
 * @param mutualTls whether calls are taken from it over TLS only, with a certificate of that name, whatever its address
 */
public record TrunkSecurity(Srtp srtp, Optional<String> certificateName, boolean mutualTls) {
    public static final TrunkSecurity NONE = new TrunkSecurity(Srtp.NEVER, Optional.empty(), false);

    public TrunkSecurity {
        requireNonNull(srtp);
        requireNonNull(certificateName);
    }
}
