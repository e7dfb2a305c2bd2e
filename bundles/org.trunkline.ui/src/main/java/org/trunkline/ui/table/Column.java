package org.trunkline.ui.table;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
 * @param opens what a double click on a cell opens; empty for what the row does
 * @param room texts that it has room for from the start, beside its label and what it shows
 */
public record Column<T>(String id, String label, String tooltip, Function<T, String> text,
        Optional<Function<T, String>> hover, Optional<Function<T, Tone>> tone, Optional<Comparator<T>> order,
        Optional<Consumer<T>> opens, List<String> room, boolean right, boolean mono, boolean hidden) {
    public Column {
        requireNonNull(id);
        requireNonNull(label);
        requireNonNull(tooltip);
        requireNonNull(text);
        requireNonNull(hover);
        requireNonNull(tone);
        requireNonNull(order);
        requireNonNull(opens);
        room = List.copyOf(room);
    }

    /** A text column, sorted by its text without regard to case. */
    public static <T> Column<T> of(String id, String label, String tooltip, Function<T, String> text) {
        return new Column<>(id, label, tooltip, text, Optional.empty(), Optional.empty(),
                Optional.of(Comparator.comparing(text, String.CASE_INSENSITIVE_ORDER)), Optional.empty(), List.of(), false, false,
                false);
    }

    /** In a paged table this only makes the column sortable: the source sorts. */
    public <U extends Comparable<? super U>> Column<T> sortedBy(Function<T, U> key) {
        return with(hover, tone, Optional.of(Comparator.comparing(key)), room, right, mono, hidden);
    }

    public Column<T> unsorted() {
        return with(hover, tone, Optional.empty(), room, right, mono, hidden);
    }

    /** Room for what may come, in the words of the language, so that the column does not grow then. */
    public Column<T> room(Collection<String> texts) {
        return with(hover, tone, order, List.copyOf(texts), right, mono, hidden);
    }

    public Column<T> room(String... texts) {
        return room(List.of(texts));
    }

    /** For counts and durations. */
    public Column<T> alignedRight() {
        return with(hover, tone, order, room, true, mono, hidden);
    }

    public Column<T> monospaced() {
        return with(hover, tone, order, room, right, true, hidden);
    }

    /** Not shown until chosen. */
    public Column<T> hiddenAtFirst() {
        return with(hover, tone, order, room, right, mono, true);
    }

    public Column<T> hover(Function<T, String> tooltipOfCell) {
        return with(Optional.of(tooltipOfCell), tone, order, room, right, mono, hidden);
    }

    public Column<T> tone(Function<T, Tone> toneOfCell) {
        return with(hover, Optional.of(toneOfCell), order, room, right, mono, hidden);
    }

    /** A double click on a cell opens something else than the row: the owner of the number in it. */
    public Column<T> opening(Consumer<T> opened) {
        return new Column<>(id, label, tooltip, text, hover, tone, order, Optional.of(opened), room, right, mono, hidden);
    }

    private Column<T> with(Optional<Function<T, String>> newHover, Optional<Function<T, Tone>> newTone,
            Optional<Comparator<T>> newOrder, List<String> newRoom, boolean newRight, boolean newMono, boolean newHidden) {
        return new Column<>(id, label, tooltip, text, newHover, newTone, newOrder, opens, newRoom, newRight,
                newMono, newHidden);
    }
}
