package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Sort order; records of one value the newest first, those without a value last in both directions. Where a record has several
 * values the first counts: the number and the peer of the caller, the codec of its leg.
 *
 * @param field one with {@link CdrField#isSortable}; of no meaning beside an attribute
 * @param attribute field of a plug-in to sort by
 */
public record CdrOrder(CdrField field, Optional<String> attribute, boolean descending) {
    public static final CdrOrder NEWEST_FIRST = new CdrOrder(CdrField.STARTED, true);

    public CdrOrder {
        requireNonNull(field);
        requireNonNull(attribute);
    }

    /** By a field of the product. */
    public CdrOrder(CdrField field, boolean descending) {
        this(field, Optional.empty(), descending);
    }

    /** By a field of a plug-in. */
    public static CdrOrder byAttribute(String name, boolean descending) {
        return new CdrOrder(CdrField.STARTED, Optional.of(name), descending);
    }

    /** Value that it sorts by. */
    public String fieldName() {
        return attribute.orElseGet(field::fieldName);
    }
}
