package org.trunkline.api.privacy;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a person's records.
 *
 * @param records changed, of {@code read} that there are
 * @param kept records that stayed as they are, by the legal hold that keeps them
 */
public record PersonChange(long records, long read, Map<String, Long> kept) {
    public PersonChange {
        kept = new TreeMap<>(kept);
    }
}
