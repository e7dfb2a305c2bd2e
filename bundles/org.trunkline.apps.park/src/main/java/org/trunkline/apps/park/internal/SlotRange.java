package org.trunkline.apps.park.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers of slots as an administrator writes them: {@code 701-709, 720}. */
final class SlotRange {
    /** In one lot. */
    static final int MOST = 100;
    private static final Pattern PART = Pattern.compile("([0-9*#]{1,16})|([0-9]{1,9})\\s*-\\s*([0-9]{1,9})");

    private SlotRange() {}

    /** In the order written, each once; empty for what cannot be read, and for more than {@link #MOST}. */
    static Optional<List<String>> parse(String text) {
        var slots = new ArrayList<String>();
        for (String part : text.strip().split("\\s*[,;]\\s*")) {
            var match = PART.matcher(part);
            if (!match.matches())
                return Optional.empty();
            if (match.group(1) != null)
                slots.add(match.group(1));
            else if (!addRange(slots, match.group(2), match.group(3)))
                return Optional.empty();
        }
        var once = slots.stream().distinct().toList();
        return once.isEmpty() || once.size() > MOST ? Optional.empty() : Optional.of(once);
    }

    /** Both ends have the same number of digits: 008-012 keeps its zeros. */
    private static boolean addRange(List<String> slots, String first, String last) {
        int from = Integer.parseInt(first);
        int to = Integer.parseInt(last);
        if (first.length() != last.length() || to < from || to - from >= MOST)
            return false;
        for (int n = from; n <= to; n++)
            slots.add("0".repeat(first.length() - Integer.toString(n).length()) + n);
        return true;
    }
}
