package org.trunkline.query.value;

import java.util.ArrayList;
import java.util.List;

/**
 * A number by any part: {@code *4711}, {@code +46*}, {@code *0123*}, {@code 46?0*11}.
 *
 * @param glob a {@link Glob}
 */
public record NumberPattern(String glob) {
    /** Begins and ends a number in its {@link #runs}. */
    public static final char MARK = '$';

    /** True where it says anything but wildcards. */
    public boolean isSelective() {
        return !runs().isEmpty();
    }

    public boolean matches(String number) {
        return Glob.matches(glob, number);
    }

    /** The texts between wildcards, in their order; a number that matches has each of them. */
    public List<String> runs() {
        var runs = new ArrayList<String>();
        var run = new StringBuilder().append(MARK);
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                run.append(glob.charAt(++i));
            } else if (c == '*' || c == '?') {
                runs.add(run.toString());
                run.setLength(0);
            } else {
                run.append(c);
            }
        }
        runs.add(run.append(MARK).toString());
        runs.removeIf(r -> r.isEmpty() || r.equals(String.valueOf(MARK)));
        return runs;
    }

    @Override
    public String toString() {
        return glob;
    }
}
