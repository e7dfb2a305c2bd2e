package org.trunkline.api.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;

/** The configuration as it was. <b>Threads:</b> any but the UI thread. */
public interface ConfigHistory {
    /**
     * One entry at a revision and now.
     *
     * @param subject kind and key, as in the audit: {@code trunk Telia A}, {@code route +46}
     */
    Optional<Then> at(long revision, String subject) throws NodeUnavailableException;

    /**
     * @param changedAt when it last changed before that revision
     * @param who author of that change
     * @param then its fields in order, as text, at that revision; empty where it did not exist or was deleted
     * @param now its fields now; empty if it was deleted
     */
    record Then(String subject, long revision, Instant changedAt, String who, Map<String, String> then,
            Map<String, String> now) {
        public Then {
            requireNonNull(subject);
            requireNonNull(changedAt);
            requireNonNull(who);
            then = Collections.unmodifiableMap(new LinkedHashMap<>(then));
            now = Collections.unmodifiableMap(new LinkedHashMap<>(now));
        }
    }
}
