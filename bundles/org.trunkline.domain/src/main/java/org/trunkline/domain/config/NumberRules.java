package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

/**
 * How numbers are written on a trunk, in one direction. Applied in this order: strip, prefix, format.
 *
 * @param strip leading characters taken off, 0 to 20
 * @param prefix put in front then, digits and plus only, or empty
 * @param format the form that goes out, or in which a number that came in is read
 */
public record NumberRules(int strip, String prefix, Format format) {

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
        requireNonNull(format);
        if (strip < 0 || strip > 20)
            throw new IllegalArgumentException("strip: " + strip);
        if (!Names.isPrefix(prefix))
            throw new IllegalArgumentException("prefix: " + prefix);
    }
}
