package org.trunkline.api.cdr;

import java.time.Instant;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;

/** Searches asked of one record at a time, without the index: of the journal's, whatever state the index is in. */
public interface RecordFilter {
    /** Whether a record fits. <b>Threads:</b> one. */
    @FunctionalInterface
    interface Match {
        boolean test(Cdr cdr, LadderSteps steps);
    }

    /**
     * @param text as in {@link CdrQuery#text}
     * @param now what relative times in it are relative to
     */
    Match compile(String text, Instant now) throws QueryException;
}
