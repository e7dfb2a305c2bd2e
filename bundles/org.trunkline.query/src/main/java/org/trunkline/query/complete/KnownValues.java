package org.trunkline.query.complete;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;

/** The values that records have. */
public interface KnownValues {
    /**
     * A value with the number of records that a search for it finds.
     *
     * @param count empty where there was no time to count them
     */
    record Counted(String value, OptionalLong count) {
        String label() {
            return count.isEmpty() ? value : value + "  (" + count.getAsLong() + ")";
        }
    }

    /**
     * The most frequent values of a field, in any order.
     *
     * @param prefix in lower case
     * @param most how many at most
     */
    List<Counted> of(CdrField field, String prefix, int most) throws IOException;

    /** The same of a field of a plug-in. */
    List<Counted> of(AttributeAbout attribute, String prefix, int most) throws IOException;
}
