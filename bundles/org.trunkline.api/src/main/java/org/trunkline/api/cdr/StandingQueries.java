package org.trunkline.api.cdr;

import java.util.List;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.domain.cdr.Cdr;

/**
 * Searches that are evaluated for each new record, such as those of alerts; thousands are cheap.
 *
 * <p><b>Threads:</b> any. Relative times ({@code started:today}) are evaluated again for each record.
 */
public interface StandingQueries {
    /**
     * @param text as in {@link CdrQuery#text}
     * @param matched receives each new matching record once, when search can find it; batches, oldest first, on
     *        a thread of the index's: return at once
     * @throws QueryException where the text cannot be understood
     */
    Watch watch(String text, Consumer<List<Cdr>> matched) throws QueryException;
}
