package org.trunkline.api.privacy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.domain.config.Retention;

/**
 * How retention stands.
 *
 * @param last what it did last, since the node runs
 * @param problem why it does nothing, where it cannot; else empty
 * @param problemCode for a translation of the problem, as those of {@link org.trunkline.api.NodeUnavailableException}
 * @param problemArgs values for the translated text
 */
public record RetentionStatus(Retention retention, Optional<Sweep> last, String problem, Key key, String problemCode,
        List<String> problemArgs) {
    /** One whose problem is not translated. */
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
     * What pseudonyms are made with.
     *
     * @param id tells keys apart, and nothing of the key; empty where there is none
     * @param file where it is on the node
     * @param problem in a sentence, with the way out; empty where there is none
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
