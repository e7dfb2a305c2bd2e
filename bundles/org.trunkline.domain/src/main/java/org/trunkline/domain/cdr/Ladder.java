package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.quality.StreamSeries;

/**
 * What is kept of one call for those who look closer: its SIP messages, both legs, oldest first, and its quality over
 * time.
 *
 * @param quality one for each stream that was long enough
 */
public record Ladder(CallId call, List<LadderEntry> entries, List<StreamSeries> quality) {
    public Ladder {
        requireNonNull(call);
        entries = List.copyOf(entries);
        quality = List.copyOf(quality);
    }

    /** Messages alone. */
    public Ladder(CallId call, List<LadderEntry> entries) {
        this(call, entries, List.of());
    }
}
