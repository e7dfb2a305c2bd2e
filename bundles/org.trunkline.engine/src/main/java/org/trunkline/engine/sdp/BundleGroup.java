package org.trunkline.engine.sdp;

import java.util.Arrays;
import java.util.List;

/**
 * The lines that a description wants on one transport (RFC 9143); of several groups only the first counts.
 *
 * @param mids names of the lines, in order; empty where there is no group
 * @param tagged lines of the first of them, whose transport it is
 */
record BundleGroup(List<String> mids, List<String> tagged) {
    private static final BundleGroup NONE = new BundleGroup(List.of(), List.of());
    private static final String START = "a=group:BUNDLE ";
    private static final String MID = "a=mid:";

    /** @param sections lines of each media section */
    static BundleGroup read(List<String> session, List<List<String>> sections) {
        for (String line : session)
            if (line.startsWith(START)) {
                var mids = Arrays.asList(line.substring(START.length()).strip().split(" +"));
                var tagged = sections.stream().filter(lines -> lines.contains(MID + mids.getFirst())).findFirst();
                return tagged.isEmpty() ? NONE : new BundleGroup(mids, tagged.get());
            }
        return NONE;
    }

    /** @return -1 where that section is not in the group */
    int place(List<String> section) {
        if (mids.isEmpty())
            return -1;
        for (String line : section)
            if (line.startsWith(MID))
                return mids.indexOf(line.substring(MID.length()).strip());
        return -1;
    }
}
