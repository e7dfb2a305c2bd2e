package org.trunkline.api.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;

/**
 * One kind of configuration on a node.
 *
 * <p><b>Threads:</b> any but the UI thread: may wait for the network or the disk.
 *
 * @param <E> as read
 * @param <D> as written: raw values, not yet checked, secrets included
 */
public interface Catalog<E, D> {
    /**
     * @param after a {@link Page#next}, or empty for the first page
     * @param limit 1 to 1000
     */
    Page<E> list(Optional<String> after, int limit) throws NodeUnavailableException;

    /**
     * Entries whose names contain each word of a text: see {@link EntryKind#names}; of other catalogs, whose key does. Those whose
     * key begins with the text come first, each part by key.
     *
     * @param limit 1 to {@link EntryFilter#MAX_LIMIT}
     * @return without a next page; its total counts all that match
     */
    Page<E> search(EntryFilter filter, int limit) throws NodeUnavailableException;

    Optional<E> find(String key) throws NodeUnavailableException;

    /** Refuses a key that is taken. */
    SaveResult<E> create(D draft) throws NodeUnavailableException;

    /**
     * Changes an entry. Another key in the draft of an {@link EntryKind} renames it: what refers to it follows in the same
     * transaction, and a subscriber needs its password again. Saved searches and holds keep their names.
     */
    SaveResult<E> replace(String key, D draft) throws NodeUnavailableException;

    SaveResult<E> delete(String key) throws NodeUnavailableException;

    /** Checks without saving, references and duplicates included; an empty list means it would be saved. */
    List<FieldError> check(Optional<String> key, D draft) throws NodeUnavailableException;
}
