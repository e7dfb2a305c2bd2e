package org.trunkline.api.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.trunkline.api.Page;

/**
 * Entries by words of their names (see {@link EntryKind#names}). Every word must be in one of the names; upper and lower case
 * are the same.
 *
 * @param text lower case, without blanks around it; 1 to {@link #MAX_TEXT} characters
 */
public record EntryFilter(String text) {
    /** Longest text, in characters. */
    public static final int MAX_TEXT = 200;
    /** Most entries that a search gives. */
    public static final int MAX_LIMIT = 1000;

    /** @throws IllegalArgumentException if the text is blank or too long */
    public EntryFilter {
        text = text.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.length() > MAX_TEXT)
            throw new IllegalArgumentException("filter must be 1 to " + MAX_TEXT + " characters");
    }

    private boolean matches(List<String> names, List<String> words) {
        String all = String.join("\n", names).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(all::contains);
    }

    /**
     * The entries that match: first those whose key begins with the text, each part in the order given. The total counts all
     * that match; there is no next page.
     *
     * @param names of an entry, its key first
     * @param limit 1 to {@link #MAX_LIMIT}
     */
    public <E> Page<E> of(Stream<E> entries, Function<E, List<String>> names, int limit) {
        checkLimit(limit);
        List<String> words = Arrays.asList(text.split("\\s+"));
        var found = entries.filter(entry -> matches(names.apply(entry), words))
                .sorted(Comparator.comparing(entry -> !names.apply(entry).getFirst().toLowerCase(Locale.ROOT).startsWith(text))).toList();
        return new Page<>(found.stream().limit(limit).toList(), found.size(), Optional.empty());
    }

    /** @throws IllegalArgumentException if the limit is not 1 to {@link #MAX_LIMIT} */
    public static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT)
            throw new IllegalArgumentException("limit: " + limit);
    }
}
