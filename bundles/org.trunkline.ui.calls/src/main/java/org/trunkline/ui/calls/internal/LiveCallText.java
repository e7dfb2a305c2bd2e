package org.trunkline.ui.calls.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.call.Party;

/** What the views say of a live call. */
final class LiveCallText {
    private LiveCallText() {}

    /** From the answer, or while it rings from the start. */
    static Duration duration(LiveCall call, Instant now) {
        return Duration.between(call.answeredAt().orElse(call.startedAt()), now);
    }

    /** The codecs received, each once, the caller's first; of several the node converts one to the other. */
    static String codecs(LiveCall call) {
        return call.legs().stream().flatMap(l -> l.codec().stream()).distinct().collect(Collectors.joining(" ↔ "));
    }

    /** The worse direction. */
    static Optional<Double> mos(LiveCall call) {
        return call.legs().stream().map(LiveLeg::mos).flatMap(Optional::stream).min(Double::compare);
    }

    static String name(Party party) {
        return party.displayName().isEmpty() ? party.dialled() : party.displayName() + " (" + party.dialled() + ")";
    }
}
