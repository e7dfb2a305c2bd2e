package org.trunkline.cdr.journal.internal.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts that the records of a segment name by number: trunks, hosts, user agents. Written once, at its beginning. */
public final class StringDictionary {
    public static final StringDictionary NONE = new StringDictionary(List.of());
    private static final int MAX_WORD = 256;

    private final List<String> words;
    private final Map<String, Integer> index = new HashMap<>();

    StringDictionary(List<String> words) {
        this.words = List.copyOf(words);
        for (int i = 0; i < words.size(); i++)
            index.put(words.get(i), i);
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    Optional<Integer> indexOf(String word) {
        return Optional.ofNullable(index.get(word));
    }

    /** @throws IndexOutOfBoundsException if there is none */
    String get(int index) {
        return words.get(index);
    }

    public void write(ByteSink out) {
        out.number(words.size());
        words.forEach(out::text);
    }

    /** @throws RuntimeException as {@link ByteSource} if the bytes are none */
    public static StringDictionary read(ByteSource in) {
        var words = new String[in.count()];
        for (int i = 0; i < words.length; i++)
            words[i] = in.text();
        return new StringDictionary(List.of(words));
    }

    /** Which texts come again and again: the words of the next segment. */
    public static final class Counter {
        private static final int MAX = 4_096;
        private static final int KEPT = 1_000;
        private static final int OFTEN = 4;
        private static final int SHORTEST = 3;

        private final Map<String, int[]> counts = new HashMap<>();

        void add(String text) {
            if (text.length() < SHORTEST || text.length() > MAX_WORD)
                return;
            var count = counts.get(text);
            if (count != null)
                count[0]++;
            else if (counts.size() < MAX || forgotSeldom())
                counts.put(text, new int[] { 1 });
        }

        /** Makes room where all is full of what came once. */
        private boolean forgotSeldom() {
            counts.values().removeIf(c -> (c[0] /= 2) == 0);
            return counts.size() < MAX;
        }

        /** The most useful ones, the best first, since small numbers take less room. Begins to count anew. */
        public StringDictionary take() {
            var best = counts.entrySet().stream().filter(e -> e.getValue()[0] >= OFTEN)
                    .sorted((a, b) -> Long.compare(worth(b), worth(a))).limit(KEPT).map(Map.Entry::getKey).toList();
            counts.clear();
            return best.isEmpty() ? NONE : new StringDictionary(best);
        }

        private static long worth(Map.Entry<String, int[]> entry) {
            return (long) entry.getKey().length() * entry.getValue()[0];
        }
    }
}
