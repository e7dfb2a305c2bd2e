package org.trunkline.engine.directory;

import java.util.Set;

/**
 * What subscribers dial besides numbers.
 *
 * @param pickup takes a ringing call of the caller's pickup groups: {@code *8}, or {@code *8} and the number that rings;
 *        empty for none
 * @param emergency numbers whose calls are limited by nothing
 */
public record DialCodes(String pickup, Set<String> emergency) {
    public static final DialCodes USUAL = new DialCodes("*8", Set.of("112", "911"));

    public DialCodes {
        emergency = Set.copyOf(emergency);
    }
}
