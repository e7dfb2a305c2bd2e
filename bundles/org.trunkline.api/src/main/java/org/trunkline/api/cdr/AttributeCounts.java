package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Values of a plug-in's field over a whole result.
 *
 * @param name of the field
 * @param values most frequent first, at most 50
 */
public record AttributeCounts(String name, List<CdrSummary.Count> values) {
    public AttributeCounts {
        requireNonNull(name);
        values = List.copyOf(values);
    }
}
