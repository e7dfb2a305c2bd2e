package org.trunkline.api.privacy;

import java.util.Map;
import java.util.TreeMap;

/**
 * The result of an erasure or pseudonymisation.
 *
 * @param records changed, of {@code read} that there are
 * @param kept unchanged records, by the legal hold that keeps them
 */
public record PersonChange(long records, long read, Map<String, Long> kept) {
    public PersonChange {
        kept = new TreeMap<>(kept);
    }
}
