package org.trunkline.apps.park.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parking lot as its administrator set it.
 *
 * @param number calls that are transferred to it take the first free slot
 * @param slots numbers of its slots, 1 to 100
 * @param timeout after which who parked the call is rung
 * @param fallback number that is called when who parked does not answer; empty to park again
 * @param audio WAV file that is played; empty for the music of the node
 */
record Lot(String number, List<String> slots, Duration timeout, Optional<String> fallback, Optional<Path> audio) {
    static final String USUAL_TIMEOUT = "120";
    static final int SHORTEST = 10;
    static final int LONGEST = 3600;

    Lot {
        slots = List.copyOf(slots);
    }

    /** @param entry as stored, with what was left out filled in */
    static Lot of(Map<String, String> entry) {
        return new Lot(entry.getOrDefault(LotKind.NUMBER, ""), SlotRange.parse(entry.getOrDefault(LotKind.SLOTS, "")).orElse(List.of()),
                Duration.ofSeconds(Math.clamp(Long.parseLong(entry.getOrDefault(LotKind.TIMEOUT, USUAL_TIMEOUT)), SHORTEST, LONGEST)),
                text(entry, LotKind.FALLBACK), text(entry, LotKind.AUDIO).map(Path::of));
    }

    private static Optional<String> text(Map<String, String> entry, String field) {
        return Optional.ofNullable(entry.get(field)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
