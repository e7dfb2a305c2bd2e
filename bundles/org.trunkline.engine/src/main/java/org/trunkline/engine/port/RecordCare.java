package org.trunkline.engine.port;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import org.trunkline.domain.cdr.Cdr;

/**
 * What happens to records when they are old, or when somebody asks for theirs. Where anything changes, the journal takes
 * another {@link RecordLog#id}, so that store and index are made from it anew. <b>Threads:</b> any, one call at a time;
 * each reads all that is kept, and may take minutes.
 */
public interface RecordCare {
    /** @param records touched, of {@code read} that were looked at */
    record Outcome(long records, long read) {}

    /**
     * The calls of a person.
     *
     * @param number in E.164, or as dialled where it is no such number
     * @param limit 1 to 10,000
     */
    List<Cdr> find(String number, int limit) throws IOException;

    /**
     * Takes a person's number, name, addresses and SIP messages out of all records. It is finished at the next start
     * where it is interrupted.
     */
    Outcome erase(String number) throws IOException;

    /** Deletes whole segments of records, or of SIP messages, that are all older. @return how many segments */
    int drop(Instant recordsBefore, Instant laddersBefore) throws IOException;

    /** Cuts the last digits of numbers, and names, in segments of records that are all older. */
    Outcome anonymise(Instant before) throws IOException;
}
