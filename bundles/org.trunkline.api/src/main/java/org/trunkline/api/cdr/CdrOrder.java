package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

/** Sort order. @param field STARTED, DURATION, PDD, MOS, FROM, TO, TRUNK, CAUSE, STATUS or DIRECTION */
public record CdrOrder(CdrField field, boolean descending) {
    public static final CdrOrder NEWEST_FIRST = new CdrOrder(CdrField.STARTED, true);

    public CdrOrder {
        requireNonNull(field);
    }
}
