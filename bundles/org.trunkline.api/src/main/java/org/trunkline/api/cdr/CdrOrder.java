package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

/** Sort order. @param field any that a record has one value of: not NUMBER, CODEC, PEER, CALL_ID, REJECTED, LADDER or ID */
public record CdrOrder(CdrField field, boolean descending) {
    public static final CdrOrder NEWEST_FIRST = new CdrOrder(CdrField.STARTED, true);

    public CdrOrder {
        requireNonNull(field);
    }
}
