package org.trunkline.api.cdr;

import java.util.List;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.domain.cdr.Cdr;

/**
 * Searches that wait for records to come, such as alerts: thousands of them cost little for each record.
 *
 * <p><b>Threads:</b> any. Relative times ({@code started:today}) are read anew for each record.
 */
public interface StandingQueries {
    /**
     * @param text as in {@link CdrQuery#text}
     * @param matched told of each record that comes from now on, once, when it can be found; batches, oldest first, on
     *        a thread of the index's: return at once
     * @throws QueryException where the text cannot be understood
     */
    Watch watch(String text, Consumer<List<Cdr>> matched) throws QueryException;
}
