package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

/**
 * Sort order; records of one value the newest first, those without a value last in both directions. Where a record has several
 * values the first counts: the number and the peer of the caller, the codec of its leg.
 *
 * @param field one with {@link CdrField#isSortable}
 */
public record CdrOrder(CdrField field, boolean descending) {
    public static final CdrOrder NEWEST_FIRST = new CdrOrder(CdrField.STARTED, true);

    public CdrOrder {
        requireNonNull(field);
    }
}
