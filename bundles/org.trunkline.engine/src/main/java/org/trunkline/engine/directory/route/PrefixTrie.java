package org.trunkline.engine.directory.route;

import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Finds the longest prefix of a number. Immutable; a search walks one node for each digit and allocates nothing. */
final class PrefixTrie<V> {
    private static final String ALPHABET = "0123456789+*#";

    private static final class Branch<V> {
        @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no generic arrays
        private final @Nullable Branch<V>[] next = new Branch[ALPHABET.length()];
        private @Nullable V value;
    }

    private final Branch<V> root = new Branch<>();

    /** @throws IllegalArgumentException if a prefix holds anything but digits, plus, star and hash */
    PrefixTrie(Map<String, V> values) {
        values.forEach((prefix, value) -> {
            Branch<V> at = root;
            for (int i = 0; i < prefix.length(); i++) {
                int digit = ALPHABET.indexOf(prefix.charAt(i));
                if (digit < 0)
                    throw new IllegalArgumentException("prefix: " + prefix);
                Branch<V> down = at.next[digit];
                if (down == null) {
                    down = new Branch<>();
                    at.next[digit] = down;
                }
                at = down;
            }
            at.value = value;
        });
    }

    Optional<V> longest(String number) {
        Branch<V> at = root;
        V best = at.value;
        for (int i = 0; i < number.length(); i++) {
            int digit = ALPHABET.indexOf(number.charAt(i));
            Branch<V> down = digit < 0 ? null : at.next[digit];
            if (down == null)
                break;
            at = down;
            if (at.value != null)
                best = at.value;
        }
        return Optional.ofNullable(best);
    }
}
