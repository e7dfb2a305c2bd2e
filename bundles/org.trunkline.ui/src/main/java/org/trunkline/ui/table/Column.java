package org.trunkline.ui.table;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.ui.Tone;

/**
 * One column of a table. Made by {@link #of}, refined by the other methods; each gives a new column.
 *
 * @param id for sorting and the remembered layout; never translated
 * @param label column head
 * @param tooltip what the figure means, and its unit
 * @param text what a cell shows
 * @param hover tooltip of a cell, beyond its text
 * @param tone sign before the text
 * @param order how rows compare; empty where the table cannot sort by it
 * @param width in points at first
 */
public record Column<T>(String id, String label, String tooltip, Function<T, String> text,
        Optional<Function<T, String>> hover, Optional<Function<T, Tone>> tone, Optional<Comparator<T>> order,
        int width, boolean right, boolean mono, boolean hidden) {
    private static final int WIDTH = 120;

    public Column {
        requireNonNull(id);
        requireNonNull(label);
        requireNonNull(tooltip);
        requireNonNull(text);
        requireNonNull(hover);
        requireNonNull(tone);
        requireNonNull(order);
    }

    /** A text column, sorted by its text without regard to case. */
    public static <T> Column<T> of(String id, String label, String tooltip, Function<T, String> text) {
        return new Column<>(id, label, tooltip, text, Optional.empty(), Optional.empty(),
                Optional.of(Comparator.comparing(text, String.CASE_INSENSITIVE_ORDER)), WIDTH, false, false, false);
    }

    /** In a paged table this only makes the column sortable: the source sorts. */
    public <U extends Comparable<? super U>> Column<T> sortedBy(Function<T, U> key) {
        return with(hover, tone, Optional.of(Comparator.comparing(key)), width, right, mono, hidden);
    }

    public Column<T> unsorted() {
        return with(hover, tone, Optional.empty(), width, right, mono, hidden);
    }

    public Column<T> width(int points) {
        return with(hover, tone, order, points, right, mono, hidden);
    }

    /** For counts and durations. */
    public Column<T> alignedRight() {
        return with(hover, tone, order, width, true, mono, hidden);
    }

    public Column<T> monospaced() {
        return with(hover, tone, order, width, right, true, hidden);
    }

    /** Not shown until chosen. */
    public Column<T> hiddenAtFirst() {
        return with(hover, tone, order, width, right, mono, true);
    }

    public Column<T> hover(Function<T, String> tooltipOfCell) {
        return with(Optional.of(tooltipOfCell), tone, order, width, right, mono, hidden);
    }

    public Column<T> tone(Function<T, Tone> toneOfCell) {
        return with(hover, Optional.of(toneOfCell), order, width, right, mono, hidden);
    }

    private Column<T> with(Optional<Function<T, String>> newHover, Optional<Function<T, Tone>> newTone,
            Optional<Comparator<T>> newOrder, int newWidth, boolean newRight, boolean newMono, boolean newHidden) {
        return new Column<>(id, label, tooltip, text, newHover, newTone, newOrder, newWidth, newRight, newMono,
                newHidden);
    }
}
