package org.trunkline.engine.port.record;

import java.time.LocalDate;
import java.util.Iterator;

import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.config.StoreException;

/** The table of records beside the journal, as retention sees it. <b>Threads:</b> any; blocks on the disk. */
public interface RecordArchive {
    /**
     * Deletes records of calls that began earlier.
     *
     * @param before first day that is kept, in UTC
     * @param held calls whose records stay all the same
     * @return how many went
     */
    long expire(LocalDate before, Iterator<CallId> held) throws StoreException;
}
