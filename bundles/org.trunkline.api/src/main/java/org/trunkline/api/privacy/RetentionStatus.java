package org.trunkline.api.privacy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.domain.config.Retention;

/**
 * The state of retention.
 *
 * @param last result of the last run since the start of the node
 * @param problem why it cannot run; empty if it can
 * @param problemCode for a translation of the problem, as those of {@link org.trunkline.api.NodeUnavailableException}
 * @param problemArgs values for the translated text
 */
public record RetentionStatus(Retention retention, Optional<Sweep> last, String problem, Key key, String problemCode,
        List<String> problemArgs) {
    /** A status whose problem is not translated. */
    public RetentionStatus(Retention retention, Optional<Sweep> last, String problem, Key key) {
        this(retention, last, problem, key, "", List.of());
    }

    /**
     * @param segments of records and SIP messages deleted whole
     * @param deleted records deleted one by one, beside ones that are held
     * @param rows deleted in the store
     * @param disguised records that lost full numbers and names
     * @param kept records that stayed, by the hold that keeps them
     */
    public record Sweep(Instant at, long segments, long deleted, long rows, long disguised, Map<String, Long> kept) {
        public Sweep {
            requireNonNull(at);
            kept = new TreeMap<>(kept);
        }
    }

    /**
     * The key for pseudonyms.
     *
     * @param id identifies the key without revealing it; empty without a key
     * @param file where it is on the node
     * @param problem a sentence with what to do; empty without a problem
     */
    public record Key(State state, String id, String file, String problem) {
        public enum State {
            /** None was needed yet; the first pseudonym makes one. */
            NONE,
            READY,
            /** Records have pseudonyms of a key that is not there, or not readable, or open to others. */
            MISSING,
            /** The key found is not the one that records have pseudonyms of. */
            OTHER
        }

        public Key {
            requireNonNull(state);
            requireNonNull(id);
            requireNonNull(file);
            requireNonNull(problem);
        }
    }

    public RetentionStatus {
        requireNonNull(retention);
        requireNonNull(last);
        requireNonNull(problem);
        requireNonNull(key);
        requireNonNull(problemCode);
        problemArgs = List.copyOf(problemArgs);
    }
}
