package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Group;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Inline;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Required;

/**
 * A SIP peer: a carrier or another switch. As written, values may be wrong; what is stored was checked by the annotations
 * and the rules of trunks.
 *
 * @param name unique, as checked by {@link Names#isTrunkName}
 * @param registration where the trunk registers outward
 * @param tariff what calls out over it cost; empty if it does not matter
 */
public record Trunk(@Key @Required @Is(Format.NAME) @Help("unique name") String name,
        @Inline TrunkPeer peer,
        @Default("true") @Help("a disabled trunk carries no calls") boolean enabled,
        @Group("registration") @Help("outbound registration; omit for none")
        Optional<TrunkRegistration> registration,
        @Group("security") @Help("needs the transport TLS") TrunkSecurity security,
        @Group("limits") @Inline TrunkLimits limits,
        @Group("numbers") @Inline TrunkNumbers numbers,
        @Group("tariff") @Help("prices of outbound calls; omit for none") Optional<Tariff> tariff) {
    public Trunk {
        requireNonNull(name);
        requireNonNull(peer);
        requireNonNull(registration);
        requireNonNull(security);
        requireNonNull(limits);
        requireNonNull(numbers);
        requireNonNull(tariff);
    }

    /** Enabled, over UDP, with all defaults. */
    public static Trunk of(String name, String host) {
        return new Trunk(name, TrunkPeer.of(host), true, Optional.empty(), TrunkSecurity.NONE, TrunkLimits.DEFAULT,
                TrunkNumbers.UNCHANGED, Optional.empty());
    }

    /** The name that its certificate must have. */
    public String certificateName() {
        return security.certificateName().orElse(peer.host());
    }
}
