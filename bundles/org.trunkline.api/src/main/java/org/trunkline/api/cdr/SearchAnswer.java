package org.trunkline.api.cdr;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;

/**
 * The answer to a {@link SearchRequest}, each part as soon as it is known. <b>Threads:</b> one reads; any may close, which
 * does not wait.
 */
public interface SearchAnswer extends AutoCloseable {
    /**
     * Waits for the next part: the rows, then the figures, then each {@link SearchPart.Facet}, then each
     * {@link SearchPart.AttributeFacet} by name. Each takes five seconds at most and is marked where that was not enough.
     *
     * @return empty after the last
     * @throws QueryException if the text is not understood; before the first part only
     * @throws NodeUnavailableException if the node cannot answer, or the answer was closed
     */
    Optional<SearchPart> next() throws QueryException, NodeUnavailableException;

    /** Ends the search: nobody waits for the rest. */
    @Override
    void close();
}
