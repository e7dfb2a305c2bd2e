package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One end of a call.
 *
 * @param dialled what the wire carried: the user part of the SIP URI
 * @param number the same as E.164 with a leading plus, where it is a telephone number
 * @param displayName as presented, or empty
 */
public record Party(String dialled, Optional<String> number, String displayName) {
    public Party {
        requireNonNull(dialled);
        requireNonNull(number);
        requireNonNull(displayName);
    }

    public static Party of(String dialled) {
        return new Party(dialled, Optional.empty(), "");
    }

    /** The normalised number where there is one, else what was dialled. */
    public String normalised() {
        return number.orElse(dialled);
    }
}
