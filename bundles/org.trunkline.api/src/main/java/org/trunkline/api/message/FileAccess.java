package org.trunkline.api.message;

import java.util.List;

/** Whether a request is from a subscriber. */
public sealed interface FileAccess {
    /** @param subscriber username */
    record Granted(String subscriber) implements FileAccess {}

    /** @param challenges values of WWW-Authenticate, the preferred first */
    record Challenged(List<String> challenges) implements FileAccess {
        public Challenged {
            challenges = List.copyOf(challenges);
        }
    }

    /** The subscriber is switched off, or the credentials are for another address. */
    record Denied() implements FileAccess {}
}
