package org.trunkline.wire.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of the names there are somebody may have meant. */
public final class Spelling {
    private static final int LONGEST = 64;

    private Spelling() {}

    /** Empty where none is close. */
    public static Optional<String> meant(String name, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(k -> distance(k, name)))
                .filter(k -> distance(k, name) <= 1 + k.length() / 3);
    }

    /** Levenshtein, letter case apart; names are short, so the whole table is. */
    private static int distance(String a, String b) {
        if (b.length() > LONGEST)
            return Integer.MAX_VALUE / 2;
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++)
            row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int best = Math.min(Math.min(row[j], row[j - 1]) + 1, corner + (same ? 0 : 1));
                corner = row[j];
                row[j] = best;
            }
        }
        return row[b.length()];
    }
}
