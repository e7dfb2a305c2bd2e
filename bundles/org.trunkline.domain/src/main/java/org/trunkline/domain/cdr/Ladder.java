package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.call.CallId;

/** The SIP messages of one call, both legs, oldest first. */
public record Ladder(CallId call, List<LadderEntry> entries) {
    public Ladder {
        requireNonNull(call);
        entries = List.copyOf(entries);
    }
}
