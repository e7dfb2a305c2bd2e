package org.trunkline.engine.directory;

import java.util.Set;

/**
 * What subscribers dial besides numbers.
 *
 * @param pickup takes a ringing call of the caller's pickup groups: {@code *8}, or {@code *8} and the number that rings;
 *        empty for none
 * @param emergency numbers whose calls are limited by nothing
 * @param passTransfers whether a blind transfer is left to the other side where that knows REFER
 */
public record DialCodes(String pickup, Set<String> emergency, boolean passTransfers) {
    public static final DialCodes USUAL = new DialCodes("*8", Set.of("112", "911"), false);

    public DialCodes {
        emergency = Set.copyOf(emergency);
    }
}
