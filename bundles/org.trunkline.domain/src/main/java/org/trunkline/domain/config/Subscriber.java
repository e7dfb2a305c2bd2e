package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Group;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Length;
import org.trunkline.domain.schema.Required;
import org.trunkline.domain.schema.Secret;

/**
 * A person with a phone, who may register and call. The password is kept apart, as digest hashes.
 *
 * @param username user part of the AOR, as checked by {@link Names#isUsername}
 * @param displayName caller name shown to others, or empty
 * @param srtp of the subscriber's phones; {@link Srtp#REQUIRE} presupposes that they register over TLS
 */
public record Subscriber(@Key @Required @Is(Format.USERNAME) String username,
        @Required @Length(min = 6, max = 128) @Help("required for a new subscriber; if omitted, the current one stays")
        Secret password,
        @Length(max = 100) @Help("caller name shown to others") String displayName,
        @Default("true") @Help("a disabled subscriber can neither register nor call") boolean enabled,
        @Help("forwarding, do not disturb, call limit and pickup groups") CallHandling handling,
        @Group("security") @Default("OFFER") @Help("require: SRTP with keys over TLS, or no call (488)") Srtp srtp) {
    public Subscriber {
        requireNonNull(username);
        requireNonNull(password);
        requireNonNull(displayName);
        requireNonNull(handling);
        requireNonNull(srtp);
    }

    /** Enabled, and calls just ring. */
    public static Subscriber of(String username, String displayName) {
        return new Subscriber(username, Secret.KEPT, displayName, true, CallHandling.PLAIN, Srtp.OFFER);
    }
}
