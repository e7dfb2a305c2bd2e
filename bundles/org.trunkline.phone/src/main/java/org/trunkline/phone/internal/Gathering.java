package org.trunkline.phone.internal;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Lines that were brought together: one conversation, in which all hear each other. Not thread-safe. */
final class Gathering {
    private final Set<String> lines = new LinkedHashSet<>();

    /** Two lines come together; where one of them is together with others, with these too. Any other gathering ends. */
    void bring(String one, String other) {
        if (!has(one) && !has(other))
            lines.clear();
        lines.add(one);
        lines.add(other);
    }

    /** Again does nothing. */
    void leave(String line) {
        keep(each -> !each.equals(line));
    }

    /** Others leave. */
    void keep(Predicate<String> which) {
        lines.removeIf(which.negate());
        if (lines.size() < 2)
            lines.clear();
    }

    boolean has(String line) {
        return lines.contains(line);
    }

    /** A line and those that it is together with. */
    Set<String> of(String line) {
        return has(line) ? Set.copyOf(lines) : Set.of(line);
    }
}
