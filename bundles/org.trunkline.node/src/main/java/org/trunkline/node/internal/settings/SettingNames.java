package org.trunkline.node.internal.settings;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Names of settings that nobody asks for: most are slips of the pen. */
public final class SettingNames {
    private static final String OURS = "trunkline.";
    /** What others than the node's settings ask for: the launcher, the desk, the parts. */
    private static final Set<String> OTHERS = Set.of("trunkline.node", "trunkline.runtime", "trunkline.demo", "trunkline.exit",
            "trunkline.sigterm", "trunkline.texts.longer", "trunkline.home");

    private SettingNames() {}

    /** @param asked the names of all settings there are @return a sentence for each that is none, by name */
    public static List<String> strangers(Set<String> set, Set<String> asked) {
        return set.stream().filter(name -> name.startsWith(OURS) && !OTHERS.contains(name) && !asked.contains(name)).sorted()
                .map(name -> name + " is not a setting and has no effect" + near(name, asked)
                        .map(meant -> "; did you mean " + meant + "?").orElse(""))
                .toList();
    }

    /** The one with the longest beginning and end in common, where that is most of it. */
    private static Optional<String> near(String name, Collection<String> names) {
        return names.stream().filter(it -> common(name, it) * 4 >= Math.max(name.length(), it.length()) * 3)
                .max((a, b) -> common(name, a) - common(name, b));
    }

    private static int common(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int begin = IntStream.range(0, shorter).takeWhile(i -> a.charAt(i) == b.charAt(i)).map(_ -> 1).sum();
        int end = IntStream.range(0, shorter - begin)
                .takeWhile(i -> a.charAt(a.length() - 1 - i) == b.charAt(b.length() - 1 - i)).map(_ -> 1).sum();
        return begin + end;
    }
}
