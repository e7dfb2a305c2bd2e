package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Range;

/** How numbers are written on a trunk, in one direction. Applied in this order: strip, prefix, format. */
public record NumberRules(@Range(max = 20) @Help("number of leading characters to remove") int strip,
        @Is(org.trunkline.domain.schema.Format.PREFIX) @Help("digits put before the number after that") String prefix,
        @Help("format of the number sent out, or in which a received number is read") Format format) {

    public enum Format {
        /** As it is. */
        UNCHANGED,
        /** {@code +46701234567} */
        E164_PLUS,
        /** {@code 46701234567} */
        E164,
        /** {@code 0701234567}, in the trunk's region; others as dialled from there. */
        NATIONAL
    }

    public static final NumberRules NONE = new NumberRules(0, "", Format.UNCHANGED);

    public NumberRules {
        requireNonNull(prefix);
        requireNonNull(format);
    }
}
