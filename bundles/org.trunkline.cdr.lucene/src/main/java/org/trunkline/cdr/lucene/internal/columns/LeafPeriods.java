package org.trunkline.cdr.lucene.internal.columns;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.trunkline.cdr.lucene.internal.columns.TrunkHistogram.Cell;

/**
 * What a whole segment has by trunk and step of time, counted once: a chart of a month asks for the same hours again and
 * again. <b>Threads:</b> any may read; one writes each step.
 */
public final class LeafPeriods {
    /** Trunks times steps; a cell has some hundred delays that differ, at most. */
    public static final int MOST_CELLS = 20_000;

    private final long step;
    private final long first;
    private final int trunks;
    private final AtomicReferenceArray<Cell> cells;

    /**
     * @param step milliseconds @param first number of the first step, counted from 1970 @param count how many steps
     * @param trunks of the segment
     */
    public LeafPeriods(long step, long first, int count, int trunks) {
        this.step = step;
        this.first = first;
        this.trunks = trunks;
        cells = new AtomicReferenceArray<>(Math.multiplyExact(count, trunks));
    }

    public long step() {
        return step;
    }

    public void put(long number, int trunk, Cell cell) {
        cells.set(at(number, trunk), cell);
    }

    private int at(long number, int trunk) {
        return (int) (number - first) * trunks + trunk;
    }

    /** Adds what there is of a step. @param numbers of the segment's trunks in the sums */
    public void addTo(TrunkHistogram sums, long number, int[] numbers) {
        if (number < first || number - first >= cells.length() / Math.max(1, trunks))
            return;
        for (int trunk = 0; trunk < trunks; trunk++) {
            var cell = cells.get(at(number, trunk));
            if (cell != null)
                sums.add(numbers[trunk], cell);
        }
    }
}
