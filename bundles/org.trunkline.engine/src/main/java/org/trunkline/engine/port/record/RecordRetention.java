package org.trunkline.engine.port.record;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;

/**
 * What happens to records when they are old, or when somebody asks for theirs. Where anything changes, the journal takes
 * another {@link RecordLog#id}, so that store and index are made from it anew. What is held stays as it is, with its SIP
 * messages. <b>Threads:</b> any, one call at a time; each reads all that is kept, and may take minutes.
 */
public interface RecordRetention {
    /** Says what keeps a record as it is. */
    @FunctionalInterface
    interface Holds {
        Holds NONE = (_, _) -> Optional.empty();

        /** Name of a legal hold on the record. */
        Optional<String> on(Cdr cdr, LadderSteps steps);
    }

    /**
     * @param records touched, of {@code read} that were looked at
     * @param kept records that would have been, by the hold that kept them
     */
    record Outcome(long records, long read, Map<String, Long> kept) {
        public Outcome {
            kept = new TreeMap<>(kept);
        }

        public Outcome(long records, long read) {
            this(records, read, Map.of());
        }
    }

    /** @param segments deleted whole @param records deleted beside ones that are held @param kept as above */
    record Dropped(long segments, long records, Map<String, Long> kept) {
        public Dropped {
            requireNonNull(kept);
        }

        public boolean any() {
            return segments > 0 || records > 0;
        }
    }

    /**
     * Takes a person's number, name, addresses and SIP messages out of all records. It is finished by {@link #resume}
     * where it is interrupted.
     *
     * @param person all that the records may call them: in E.164, as dialled, a user name, pseudonyms
     */
    Outcome erase(Set<String> person, Holds holds) throws IOException;

    /**
     * As {@link #erase}, but the person's numbers become what is given.
     *
     * @param as of a number or user name what stands in for it: no longer, and itself where it stands in already
     */
    Outcome disguise(Set<String> person, UnaryOperator<String> as, Holds holds) throws IOException;

    /** Disguises all numbers, and takes out names, addresses and messages, in segments of records that are all older. */
    Outcome anonymise(Instant before, UnaryOperator<String> as, Holds holds) throws IOException;

    /** Deletes records, and SIP messages, in segments that are all older. */
    Dropped drop(Instant recordsBefore, Instant laddersBefore, Holds holds) throws IOException;

    /** Finishes what the end of the process interrupted; nothing where nothing was. */
    Optional<Outcome> resume(UnaryOperator<String> as, Holds holds) throws IOException;
}
