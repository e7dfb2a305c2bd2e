package org.trunkline.ui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.junit.jupiter.api.Test;
import org.trunkline.api.Page;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.table.RowRanges.Run;

class RowRangesTest {
    private static final int ALL = 2000;

    private final List<String> fetched = new ArrayList<>();
    private final RowSource<Long> source = (node, offset, limit, sort) -> {
        fetched.add(offset + "+" + limit);
        return new Page<>(LongStream.range(offset, Math.min(ALL, offset + limit)).boxed().toList(), ALL, Optional.empty());
    };

    private List<Long> fetch(Run... runs) throws Exception {
        return RowRanges.of(List.of(runs)).fetch(source, new FakeNode(), Optional.empty(), new NullProgressMonitor());
    }

    @Test
    void theyAreInOrderAndEachPositionIsOnce() {
        var runs = RowRanges.of(List.of(new Run(9, 12), new Run(4, 4), new Run(0, 3), new Run(2, 5), new Run(12, 13)));
        assertEquals(List.of(new Run(0, 5), new Run(9, 13)), runs.runs());
        assertEquals(9, runs.count());
        assertEquals(List.of(0, 1, 2, 3, 4, 9, 10), runs.first(7).positions());
        assertEquals(runs, runs.first(9));
        assertEquals(0, runs.first(0).count());
    }

    @Test
    void longOnesAreFetchedInPieces() throws Exception {
        assertEquals(LongStream.range(0, 1200).boxed().toList(), fetch(new Run(0, 1200)));
        assertEquals(List.of("0+500", "500+500", "1000+200"), fetched);
        fetched.clear();
        assertEquals(List.of(5L, 1900L, 1901L), fetch(new Run(1900, 1902), new Run(5, 6)));
        assertEquals(List.of("5+1", "1900+2"), fetched);
    }

    @Test
    void rowsThatWentMeanwhileAreLeftOut() throws Exception {
        assertEquals(List.of(1999L), fetch(new Run(1999, 2600)));
    }

    @Test
    void itStopsWhenItIsCancelled() {
        var monitor = new NullProgressMonitor();
        monitor.setCanceled(true);
        assertThrows(OperationCanceledException.class, () -> RowRanges.of(List.of(new Run(0, 9)))
                .fetch(source, new FakeNode(), Optional.empty(), monitor));
        assertEquals(List.of(), fetched);
    }

    @Test
    void theyAreKnownOnlyWhereAllAreLoaded() {
        var pages = new ArrayList<Integer>();
        var rows = new PagedRows<Long>((turn, offset, limit, sort) -> pages.add(turn), row -> row);
        rows.restart();
        rows.arrived(pages.getFirst(), 0, new Page<>(LongStream.range(0, 200).boxed().toList(), ALL, Optional.empty()));
        assertEquals(Optional.of(List.of(0L, 1L, 198L, 199L)),
                RowRanges.of(List.of(new Run(0, 2), new Run(198, 200))).known(rows));
        assertEquals(Optional.empty(), RowRanges.of(List.of(new Run(198, 201))).known(rows));
        assertEquals(1, pages.size(), "asking is not fetching");
    }
}
