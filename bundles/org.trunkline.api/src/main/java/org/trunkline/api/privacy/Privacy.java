package org.trunkline.api.privacy;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;

/**
 * Personal data of a node and its retention. Every change, and every read of a person's data, adds an audit entry, which
 * names a number without its last digits. <b>Threads:</b> any but the UI thread; what changes records may take
 * minutes, and one such thing is done at a time.
 */
public interface Privacy {
    /** Purpose of a request for a person's data; shown in the audit. */
    enum Purpose {
        SEARCH, EXPORT
    }

    RetentionStatus retention() throws NodeUnavailableException;

    /** Applied at once, then each day. */
    SaveResult<Retention> retain(Retention retention) throws NodeUnavailableException;

    /** Keys: name. To delete one is to lift it. */
    Catalog<LegalHold, HoldDraft> holds();

    /**
     * The records of a person, oldest first, directly from the journal.
     *
     * @param number in E.164, national where the node has a region, as dialled, or a user name
     * @param after a {@link PersonPage#next}, or empty
     * @param limit 1 to 500 records; a page may have fewer, even none, and still not be the last
     * @throws IllegalArgumentException if {@code after} is not of a page of this number and purpose, since the node's start
     */
    PersonPage person(String number, Purpose purpose, Optional<String> after, int limit)
            throws NodeUnavailableException;

    /** Takes the person's numbers, names, addresses and SIP messages out of all their records that nothing holds. */
    PersonChange erase(String number) throws NodeUnavailableException;

    /** As {@link #erase}, but replaces numbers with pseudonyms. */
    PersonChange pseudonymise(String number) throws NodeUnavailableException;

    /** Applies retention now. */
    RetentionStatus.Sweep sweep() throws NodeUnavailableException;

    /**
     * Begins to use another key for pseudonyms: the one found in its place where that is not the one used before, else a
     * new one. The same number gets another pseudonym from now on.
     */
    RetentionStatus.Key newKey() throws NodeUnavailableException;
}
