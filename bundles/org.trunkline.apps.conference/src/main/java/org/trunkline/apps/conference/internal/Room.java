package org.trunkline.apps.conference.internal;

import java.util.Map;
import java.util.Optional;

/**
 * A conference room as its administrator set it.
 *
 * @param number as dialled, or E.164 with the plus
 * @param pin digits that a caller must press; empty for none
 * @param most callers at once, 2 to 32
 * @param tones whether all hear a tone when somebody joins or leaves
 */
record Room(String number, Optional<String> pin, int most, boolean tones) {
    static final int MOST = 32;
    static final String USUAL_MOST = "16";

    /** @param entry as stored, with what was left out filled in */
    static Room of(Map<String, String> entry) {
        return new Room(entry.getOrDefault(RoomKind.NUMBER, ""), Optional.ofNullable(entry.get(RoomKind.PIN)).filter(pin -> !pin.isEmpty()),
                Math.clamp(Integer.parseInt(entry.getOrDefault(RoomKind.MOST, USUAL_MOST)), 2, MOST),
                !entry.getOrDefault(RoomKind.TONES, "true").equals("false"));
    }
}
