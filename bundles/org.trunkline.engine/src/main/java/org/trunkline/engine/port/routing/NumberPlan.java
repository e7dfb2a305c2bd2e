package org.trunkline.engine.port.routing;

import java.util.Optional;

/** What the countries' numbering plans say. <b>Threads:</b> any; never blocks. */
public interface NumberPlan {
    /**
     * Reads a number as dialled.
     *
     * @param text digits, perhaps with a plus, an international prefix or separators
     * @param region ISO 3166 code by which national numbers are read; empty where none is known
     * @return E.164 with the plus; empty where it is no telephone number there, such as a short code
     */
    Optional<String> normalise(String text, String region);

    /**
     * Reads a caller's number that came without the plus of E.164: {@code 8613912345678}. Not for numbers to be called, which
     * mean what {@link #normalise} says.
     *
     * @param region ISO 3166 code by which national numbers are read; empty where none is known
     * @return with the plus; empty where it is no valid number of any country, or may be one of the region as it is
     */
    default Optional<String> withoutPlus(String text, String region) {
        return Optional.empty();
    }

    /**
     * Reads a local number where its context holds (RFC 3966 §5.1.5).
     *
     * @param text digits, perhaps with separators
     * @param context start of a global number, with the plus: {@code +46}
     * @return E.164 with the plus; empty where it is no number there
     */
    default Optional<String> inContext(String text, String context) {
        return Optional.empty();
    }

    /**
     * Writes a number as dialled within a region: {@code 0701234567}; a foreign one with the region's international
     * prefix.
     *
     * @param e164 with the plus
     * @param region ISO 3166 code
     * @return digits only; empty where the region or the number is unknown
     */
    Optional<String> national(String e164, String region);
}
