package org.trunkline.ui.table;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntBiFunction;
import java.util.stream.IntStream;

/**
 * How wide the columns of a table are: as their heads and cells ask, in whatever language; only as much as there is
 * room for, the widest of the words cut first, figures never, and of a number with a name behind it the name alone; as the
 * user drew them, where he did. They grow with what comes and never shrink by themselves, so that nothing jumps. In
 * points; pure arithmetic but for the measure.
 */
final class ColumnWidths<T> {
    /** The widest that a column gets by itself. */
    static final int MOST = 420;
    /** A column is not cut below this or its head for want of room; then the table scrolls. */
    static final int LEAST_CUT = 96;
    static final int LEAST = 24;
    /** What is left of a name: two blanks, and a letter, three dots. */
    private static final String CUT = "  x...";

    private final List<Column<T>> columns;
    private final ToIntBiFunction<Column<T>, String> measure;
    private final int[] heads;
    private final int[] content;
    private final int[] numbers; // of phones, without the whole of the names
    private final int[] drawn; // 0 where the user has not

    /** @param heads width of each head @param measure width of a cell of a column with this text */
    ColumnWidths(List<Column<T>> columns, int[] heads, ToIntBiFunction<Column<T>, String> measure) {
        this.columns = columns;
        this.measure = measure;
        this.heads = heads.clone();
        content = heads.clone();
        numbers = new int[content.length];
        drawn = new int[columns.size()];
        for (int i = 0; i < content.length; i++)
            for (String text : columns.get(i).room())
                grow(i, text);
    }

    /** Makes room for what the rows show. @return whether a column asks for more than before */
    boolean heard(Iterable<T> rows) {
        boolean grown = false;
        for (T row : rows)
            for (int i = 0; i < content.length; i++) {
                var column = columns.get(i);
                String text = column.text().apply(row);
                grown |= grow(i, text);
                for (String number : Column.numbers(List.of(column), row))
                    numbers[i] = Math.max(numbers[i], Math.min(MOST, measure.applyAsInt(column, number.equals(text) ? number : number + CUT)));
            }
        return grown;
    }

    private boolean grow(int index, String text) {
        return grow(index, Math.min(MOST, measure.applyAsInt(columns.get(index), text)));
    }

    /** @return whether the column asks for more than before */
    boolean grow(int index, int asked) {
        if (asked <= content[index])
            return false;
        content[index] = asked;
        return true;
    }

    /** @param width 0 to go by the content again */
    void draw(int index, int width) {
        drawn[index] = width == 0 ? 0 : Math.max(LEAST, width);
    }

    /** 0 where the width goes by the content. */
    int drawn(int index) {
        return drawn[index];
    }

    /** Widths of the columns shown, in their order; together at least as wide as the room. */
    int[] share(List<Integer> shown, int room) {
        int[] asked = shown.stream().mapToInt(i -> drawn[i] > 0 ? drawn[i] : content[i]).toArray();
        boolean[] fixed = new boolean[asked.length];
        for (int i = 0; i < fixed.length; i++)
            fixed[i] = drawn[shown.get(i)] > 0 || isFigure(columns.get(shown.get(i)));
        int[] least = shown.stream().mapToInt(i -> Math.max(LEAST_CUT, Math.max(heads[i], numbers[i]))).toArray();
        int[] widths = cut(asked, fixed, least, room);
        spread(widths, fixed, room - Arrays.stream(widths).sum());
        return widths;
    }

    /** Gives spare room to the columns of words, each the same; to the last one where there are none. */
    private static void spread(int[] widths, boolean[] fixed, int spare) {
        if (spare <= 0 || widths.length == 0)
            return;
        int[] words = IntStream.range(0, widths.length).filter(i -> !fixed[i]).toArray();
        int left = spare;
        for (int i : words) {
            widths[i] += spare / words.length;
            left -= spare / words.length;
        }
        widths[words.length == 0 ? widths.length - 1 : words[words.length - 1]] += left;
    }

    private static boolean isFigure(Column<?> column) {
        return column.right() || column.mono() && column.numbers().isEmpty();
    }

    /** Lowers the widest until all have room, or none can be cut further. */
    private static int[] cut(int[] asked, boolean[] fixed, int[] least, int room) {
        int[] widths = asked.clone();
        int over = Arrays.stream(asked).sum() - room;
        while (over > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++)
                if (!fixed[i] && widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]))
                    widest = i;
            if (widest < 0)
                break;
            widths[widest]--;
            over--;
        }
        return widths;
    }
}
