package org.trunkline.api.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;

/**
 * A subscriber to save; fields as in {@link org.trunkline.domain.config.Subscriber}.
 *
 * @param password empty to keep the present one; required for a new subscriber
 */
public record SubscriberDraft(String username, Optional<String> password, String displayName, boolean enabled,
        Handling handling, Srtp srtp) {

    /** As {@link CallHandling}, unchecked. */
    public record Handling(Optional<String> forwardAlways, Optional<String> forwardBusy,
            Optional<String> forwardNoAnswer, int noAnswerSeconds, Optional<String> forwardUnreachable,
            boolean doNotDisturb, int callLimit, List<String> pickupGroups) {
        public static final Handling PLAIN = of(CallHandling.PLAIN);

        public Handling {
            pickupGroups = List.copyOf(pickupGroups);
        }

        public static Handling of(CallHandling it) {
            return new Handling(it.forwardAlways(), it.forwardBusy(), it.forwardNoAnswer(), it.noAnswerSeconds(),
                    it.forwardUnreachable(), it.doNotDisturb(), it.callLimit(), it.pickupGroups());
        }

        /** @throws IllegalArgumentException where {@link SubscriberRules} finds an error */
        public CallHandling checked() {
            return new CallHandling(forwardAlways.map(PhoneNumberRules::tidyTarget),
                    forwardBusy.map(PhoneNumberRules::tidyTarget), forwardNoAnswer.map(PhoneNumberRules::tidyTarget),
                    noAnswerSeconds, forwardUnreachable.map(PhoneNumberRules::tidyTarget), doNotDisturb, callLimit,
                    pickupGroups);
        }
    }

    /** One whose phones may do as they can. */
    public SubscriberDraft(String username, Optional<String> password, String displayName, boolean enabled,
            Handling handling) {
        this(username, password, displayName, enabled, handling, Srtp.OFFER);
    }

    /** One whose calls just ring. */
    public SubscriberDraft(String username, Optional<String> password, String displayName, boolean enabled) {
        this(username, password, displayName, enabled, Handling.PLAIN);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "SubscriberDraft[" + username + "]";
    }
}
