package org.trunkline.export.customer;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cdr;

/**
 * How a page for a customer is made.
 *
 * @param language one of {@link #LANGUAGES}
 * @param zone of its times
 * @param side the customer's; the page calls it "you"
 * @param hideOther whether the number of the other side is shown in part only, and its name not at all
 */
public record CustomerOptions(Locale language, ZoneId zone, LegSide side, boolean hideOther) {
    /** ISO 639-1 codes; the first is used where another is asked for. */
    public static final List<String> LANGUAGES = List.of("en", "sv", "zh", "id");

    public CustomerOptions {
        requireNonNull(zone);
        requireNonNull(side);
        language = LANGUAGES.contains(language.getLanguage()) ? language : Locale.ENGLISH;
    }

    /** The side of the node's own user: of a call from a trunk the callee, else the caller. */
    public static LegSide customerOf(Cdr cdr) {
        return cdr.direction() == Direction.INBOUND ? LegSide.CALLEE : LegSide.CALLER;
    }
}
