package org.trunkline.alert.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lines of a word and its values, as alerts are kept in the store. What cannot be read is passed over. */
final class KeptText {
    private record Line(String word, String value) {}

    private final List<Line> lines = new ArrayList<>();

    static KeptText of(String text) {
        var kept = new KeptText();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0)
                kept.lines.add(new Line(line.substring(0, space), line.substring(space + 1)));
        });
        return kept;
    }

    KeptText add(String word, Object... values) {
        var text = new StringBuilder();
        for (Object value : values)
            text.append(text.isEmpty() ? "" : " ").append(value instanceof Instant at ? at.toEpochMilli()
                    : String.valueOf(value).replaceAll("[\\r\\n]+", " "));
        lines.add(new Line(word, text.toString()));
        return this;
    }

    /** Parts of each such line: at most so many, the last with the rest of it. */
    <T> List<T> all(String word, int parts, Function<String[], T> reader) {
        var found = new ArrayList<T>();
        for (var line : lines) {
            String[] values = line.value().split(" ", parts);
            if (!line.word().equals(word) || values.length < parts)
                continue;
            try {
                found.add(reader.apply(values));
            } catch (IllegalArgumentException e) {
                continue; // another version wrote it
            }
        }
        return found;
    }

    <T> Optional<T> first(String word, int parts, Function<String[], T> reader) {
        return all(word, parts, reader).stream().findFirst();
    }

    static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line.word()).append(' ').append(line.value()).append('\n'));
        return text.toString();
    }
}
