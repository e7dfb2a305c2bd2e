package org.trunkline.domain.config;

/**
 * A telephone number of ours, and who answers it.
 *
 * @param number E.164 with the plus
 * @param subscriber username; also calls out with this number when it is the subscriber's first
 */
public record NumberAssignment(String number, String subscriber) {
    public NumberAssignment {
        if (!Names.isE164(number))
            throw new IllegalArgumentException("number: " + number);
        if (!Names.isUsername(subscriber))
            throw new IllegalArgumentException("subscriber: " + subscriber);
    }
}
