package org.trunkline.api.config;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;

/** Who changed what, and the way to take it back. <b>Threads:</b> any but the UI thread. */
public interface ChangeLog {
    /** Of one page. */
    int MAX_PAGE = 200;

    /**
     * Newest first.
     *
     * @param filter stands in the name, the entry or the values; empty for all changes
     * @param after a {@link Page#next}, or empty for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     */
    Page<LoggedChange> list(String filter, Optional<String> after, int limit) throws NodeUnavailableException;

    /**
     * Makes entries what they were before a change, passwords included, in one transaction that is logged too. Refused
     * with the code {@code changed-since} where an entry is no longer what the change made of it, and with {@code taken-back} where
     * that was done already. The rows of a subscriber's old and new name are refused one by one ({@code part-of-rename}).
     *
     * @param together whether all that was changed with it is taken back
     * @return the changes that it made
     */
    SaveResult<TakenBack> takeBack(long id, boolean together) throws NodeUnavailableException;
}
