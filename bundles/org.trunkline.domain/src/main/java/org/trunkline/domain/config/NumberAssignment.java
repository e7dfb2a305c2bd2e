package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Required;

/**
 * A telephone number of ours, and who answers it.
 *
 * @param number E.164 with the plus
 * @param subscriber username; also calls out with this number when it is the subscriber's first
 */
public record NumberAssignment(
        @Key @Required @Is(Format.E164) @Help("E.164 with the plus; spaces, hyphens and brackets are removed") String number,
        @Required @Is(Format.SUBSCRIBER) @Help("username of the subscriber that calls to the number ring") String subscriber) {
    public NumberAssignment {
        requireNonNull(number);
        requireNonNull(subscriber);
    }
}
