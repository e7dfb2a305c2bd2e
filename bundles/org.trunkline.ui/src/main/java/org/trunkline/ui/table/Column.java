package org.trunkline.ui.table;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

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
 * @param numbers the phone numbers, subscribers and ring groups that a cell shows: the menu calls each, a double click opens the owner of the first
 * @param edit how a cell is edited in place; empty where it cannot be
 * @param room texts that it has room for from the start, beside its label and what it shows
 * @param sum what the selected rows make together; empty where that says nothing
 */
public record Column<T>(String id, String label, String tooltip, Function<T, String> text,
        Optional<Function<T, String>> hover, Optional<Function<T, Tone>> tone, Optional<Comparator<T>> order,
        Optional<Function<T, List<String>>> numbers, Optional<Column.Edit<T>> edit, List<String> room, Optional<Column.Sum<T>> sum,
        boolean right, boolean mono, boolean hidden) {
    /** Of a row; a menu has no room for more. */
    private static final int MOST_NUMBERS = 40;

    /**
     * How a column's values are added up.
     *
     * @param of a row's value, in a unit of the column's own; 0 where it has none
     * @param text of a sum
     */
    public record Sum<T>(ToLongFunction<T> of, LongFunction<String> text) {
        String over(List<T> rows) {
            return text.apply(rows.stream().mapToLong(of).sum());
        }
    }

    /** How a cell is edited in place. UI thread only. */
    public interface Edit<T> {
        /** What the field begins with. */
        String value(T row);

        Input input();

        /** @param told what is offered, now or later; not asked for a {@link Input#TEXT} */
        void choices(Consumer<List<Choice>> told);

        /** Checks and saves in the background. @param told on the UI thread what is wrong; empty once it is saved */
        void save(T row, String value, Consumer<Optional<String>> told);
    }

    /** What a cell takes: any text, any text with some offered, or one of those offered. */
    public enum Input {
        TEXT, OFFERED, CHOSEN
    }

    /** @param label of the value in the desk's language */
    public record Choice(String value, String label) {}

    public Column {
        requireNonNull(id);
        requireNonNull(label);
        requireNonNull(tooltip);
        requireNonNull(text);
        requireNonNull(hover);
        requireNonNull(tone);
        requireNonNull(order);
        requireNonNull(numbers);
        requireNonNull(edit);
        room = List.copyOf(room);
        requireNonNull(sum);
    }

    /** A text column, sorted by its text without regard to case. */
    public static <T> Column<T> of(String id, String label, String tooltip, Function<T, String> text) {
        return new Column<>(id, label, tooltip, text, Optional.empty(), Optional.empty(),
                Optional.of(Comparator.comparing(text, String.CASE_INSENSITIVE_ORDER)), Optional.empty(), Optional.empty(), List.of(),
                Optional.empty(), false, false, false);
    }

    /** In a paged table this only makes the column sortable: the source sorts. */
    public <U extends Comparable<? super U>> Column<T> sortedBy(Function<T, U> key) {
        return with(hover, tone, Optional.of(Comparator.comparing(key)), room, sum, right, mono, hidden);
    }

    public Column<T> unsorted() {
        return with(hover, tone, Optional.empty(), room, sum, right, mono, hidden);
    }

    /** Room for what may come, in the words of the language, so that the column does not grow then. */
    public Column<T> room(Collection<String> texts) {
        return with(hover, tone, order, List.copyOf(texts), sum, right, mono, hidden);
    }

    public Column<T> room(String... texts) {
        return room(List.of(texts));
    }

    /** For counts and durations. */
    public Column<T> alignedRight() {
        return with(hover, tone, order, room, sum, true, mono, hidden);
    }

    public Column<T> monospaced() {
        return with(hover, tone, order, room, sum, right, true, hidden);
    }

    /** Added up over the selected rows. */
    public Column<T> summed(ToLongFunction<T> of, LongFunction<String> textOfSum) {
        return with(hover, tone, order, room, Optional.of(new Sum<>(of, textOfSum)), right, mono, hidden);
    }

    /** Not shown until chosen. */
    public Column<T> hiddenAtFirst() {
        return with(hover, tone, order, room, sum, right, mono, true);
    }

    public Column<T> hover(Function<T, String> tooltipOfCell) {
        return with(Optional.of(tooltipOfCell), tone, order, room, sum, right, mono, hidden);
    }

    public Column<T> tone(Function<T, Tone> toneOfCell) {
        return with(hover, Optional.of(toneOfCell), order, room, sum, right, mono, hidden);
    }

    /** A cell shows a number, in E.164 or as dialled, or a subscriber's name. Blank for a cell without one. */
    public Column<T> number(Function<T, String> numberOfCell) {
        return numbers(row -> List.of(numberOfCell.apply(row)));
    }

    /** The same of a cell that shows several. */
    public Column<T> numbers(Function<T, List<String>> numbersOfCell) {
        return new Column<>(id, label, tooltip, text, hover, tone, order, Optional.of(numbersOfCell), edit, room, sum, right, mono,
                hidden);
    }

    /** F2, or a double click on a cell, edits it in place. */
    public Column<T> edited(Edit<T> by) {
        return new Column<>(id, label, tooltip, text, hover, tone, order, numbers, Optional.of(by), room, sum, right, mono, hidden);
    }

    /** Those that a row has in these columns, each once; the first 40. */
    static <T> List<String> numbers(List<Column<T>> columns, T row) {
        return columns.stream().flatMap(column -> column.numbers().stream()).flatMap(numbers -> numbers.apply(row).stream())
                .filter(number -> !number.isBlank()).distinct().limit(MOST_NUMBERS).toList();
    }

    private Column<T> with(Optional<Function<T, String>> newHover, Optional<Function<T, Tone>> newTone,
            Optional<Comparator<T>> newOrder, List<String> newRoom, Optional<Column.Sum<T>> newSum, boolean newRight,
            boolean newMono, boolean newHidden) {
        return new Column<>(id, label, tooltip, text, newHover, newTone, newOrder, numbers, edit, newRoom, newSum, newRight,
                newMono, newHidden);
    }
}
