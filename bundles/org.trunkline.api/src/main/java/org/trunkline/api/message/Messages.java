package org.trunkline.api.message;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;

/** Text messages that wait for their recipients. <b>Threads:</b> any but the UI thread. */
public interface Messages {
    /** Of one page. */
    int MAX_PAGE = 500;

    /**
     * The oldest first.
     *
     * @param recipient username; empty for all
     * @param after a {@link Page#next}, or empty for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     */
    Page<WaitingMessage> waiting(Optional<String> recipient, Optional<String> after, int limit) throws NodeUnavailableException;

    /** Deletes a message before it is delivered. @return false if it does not wait any more */
    boolean delete(long id) throws NodeUnavailableException;
}
