package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Length;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Required;
import org.trunkline.domain.schema.Secret;
import org.trunkline.domain.schema.Unit;

/** How a trunk registers outward (RFC 3261 §10.2). The password is kept apart. */
public record TrunkRegistration(@Required @Is(Format.AUTH_USER) String username,
        @Required @Length(min = 1, max = 128) @Help("required for a new registration; if omitted, the current one stays")
        Secret password,
        @Range(min = 60, max = 86_400) @Unit("s") @Default("3600") @Help("lifetime requested in REGISTER") int expiresSeconds) {
    public static final int DEFAULT_EXPIRES_SECONDS = 3600;

    public TrunkRegistration {
        requireNonNull(username);
        requireNonNull(password);
    }
}
