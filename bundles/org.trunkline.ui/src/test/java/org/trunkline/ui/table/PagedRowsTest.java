package org.trunkline.ui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.Page;

class PagedRowsTest {
    private static final int MILLIONS = 10_000_000;

    private record Request(int turn, long offset, int limit) {}

    private final List<Request> requests = new ArrayList<>();
    private final PagedRows<Long> rows = new PagedRows<>(
            (turn, offset, limit, sort) -> requests.add(new Request(turn, offset, limit)), row -> row);

    private void answer(Request request) {
        var items = LongStream.range(request.offset(), Math.min(MILLIONS, request.offset() + request.limit())).boxed()
                .toList();
        rows.arrived(request.turn(), request.offset(), new Page<>(items, MILLIONS, Optional.empty()));
    }

    private void answerAll() {
        while (!requests.isEmpty())
            answer(requests.removeFirst());
    }

    @Test
    void theFirstPageTellsHowManyThereAre() {
        rows.restart();
        assertEquals(0, rows.count());
        answerAll();
        assertEquals(MILLIONS, rows.count());
        assertEquals(Optional.of(7L), rows.row(7));
        assertEquals(List.of(7), rows.positions(Set.of(7L, 500L)));
    }

    @Test
    void aRowThatIsNotThereIsFetchedOnce() {
        rows.restart();
        answerAll();
        assertEquals(Optional.empty(), rows.row(5_000_123));
        assertEquals(Optional.empty(), rows.row(5_000_124));
        assertEquals(1, requests.size());
        answerAll();
        assertEquals(Optional.of(5_000_123L), rows.row(5_000_123));
    }

    @Test
    void scrollingFarFetchesWhereItStopsNotWhereItPassed() {
        rows.restart();
        answerAll();
        for (int row = 0; row < MILLIONS; row += 100_000)
            rows.row(row);
        int last = MILLIONS - 100_000;
        var asked = new ArrayList<Request>();
        while (!requests.isEmpty()) {
            asked.add(requests.getFirst());
            answer(requests.removeFirst());
        }
        assertTrue(asked.size() < 10, () -> "asked " + asked.size() + " times");
        assertEquals(Optional.of((long) last), rows.row(last));
    }

    @Test
    void whatComesOfAnEarlierSearchIsIgnored() {
        rows.restart();
        Request old = requests.removeFirst();
        rows.restart();
        assertFalse(rows.arrived(old.turn(), 0, new Page<>(List.of(99L), 1, Optional.empty())));
        assertFalse(rows.failed(old.turn()));
        answerAll();
        assertEquals(Optional.of(0L), rows.row(0));
    }

    @Test
    void aFirstPageThatIsThereIsNotAskedFor() {
        rows.restart();
        Request old = requests.removeFirst();
        rows.restart(new Page<>(LongStream.range(7, 7 + PagedRows.PAGE).boxed().toList(), PagedRows.PAGE + 1L, Optional.empty()));
        assertEquals(Optional.of(10L), rows.row(3));
        assertEquals(PagedRows.PAGE + 1, rows.count());
        assertEquals(List.of(), requests);
        assertFalse(rows.arrived(old.turn(), 0, new Page<>(List.of(99L), 1, Optional.empty())), "what was asked before");
        rows.row(PagedRows.PAGE);
        assertEquals((long) PagedRows.PAGE, requests.getFirst().offset(), "the next page is");
    }

    @Test
    void onlySoManyPagesAreKept() {
        rows.restart();
        answerAll();
        for (int page = 1; page <= 100; page++) {
            rows.row(page * PagedRows.PAGE);
            answerAll();
        }
        assertEquals(Optional.empty(), rows.row(0));
    }
}
