package org.trunkline.query.tree;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What was probably meant. */
public final class Suggestions {
    private Suggestions() {}

    /** The candidate that differs least from what was written, where that is little. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        String word = written.toLowerCase(Locale.ROOT);
        int most = Math.max(1, word.length() / 2);
        return candidates.stream().filter(c -> distance(word, c) <= most)
                .min(Comparator.comparingInt((String c) -> distance(word, c)).thenComparing(Comparator.naturalOrder()));
    }

    /** Optimal string alignment: insertions, deletions, changes, neighbours swapped. A beginning counts as near. */
    private static int distance(String a, String b) {
        if (!a.isEmpty() && b.startsWith(a))
            return 1;
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++)
            d[i][0] = i;
        for (int j = 0; j <= b.length(); j++)
            d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
