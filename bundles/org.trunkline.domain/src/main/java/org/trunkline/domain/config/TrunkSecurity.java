package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;

/** What a trunk must prove, and whether its media is encrypted. All of it presupposes {@link Transport#TLS}. */
public record TrunkSecurity(@Help("require: SRTP with keys over TLS, or no call") Srtp srtp,
        @Is(Format.HOST) @Help("name that the trunk's certificate must contain (RFC 5922); omit for its host")
        Optional<String> certificateName,
        @Help("accepts calls only over TLS with a certificate of that name, from any address") boolean mutualTls) {
    public static final TrunkSecurity NONE = new TrunkSecurity(Srtp.NEVER, Optional.empty(), false);

    public TrunkSecurity {
        requireNonNull(srtp);
        requireNonNull(certificateName);
    }
}
