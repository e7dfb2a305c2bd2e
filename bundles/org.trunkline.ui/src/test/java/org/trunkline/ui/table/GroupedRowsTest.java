package org.trunkline.ui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.Page;
import org.trunkline.ui.table.GroupSource.Group;

/** Positions of rows below the lines of their groups. */
class GroupedRowsTest {
    private static final int MANY = 1_000_000;

    private record Asked(PagedRows<Integer> into, int turn, long offset) {}

    private final List<Asked> pages = new ArrayList<>();
    private final List<String> summed = new ArrayList<>();
    private final List<Consumer<Map<String, String>>> waiting = new ArrayList<>();
    private final GroupedRows<Integer> rows = new GroupedRows<>(row -> row, new GroupedRows.Reader<>() {
        @Override
        public void page(PagedRows<Integer> into, RowSource<Integer> from, int turn, long offset, int limit, Optional<Sort> sort) {
            pages.add(new Asked(into, turn, offset));
        }

        @Override
        public void sums(Group<Integer> group, Consumer<Map<String, String>> told) {
            summed.add(group.label());
            waiting.add(told);
        }
    }, Long::toString, () -> { });
    private final Column<Integer> parity = Column.<Integer>of("parity", "Parity", "", i -> i % 3 == 0 ? "third" : "other");
    private final Column<Integer> value = Column.<Integer>of("value", "Value", "", i -> "" + i).summed(i -> i, Long::toString);

    private List<String> shown() {
        return IntStream.range(0, rows.count()).mapToObj(i -> rows.group(i).map(line -> (line.open() ? "- " : "+ ") + line.text()
                + line.sums()).orElseGet(() -> rows.row(i).map(String::valueOf).orElse("…"))).toList();
    }

    @Test
    void aListIsGroupedWithCountsAndSumsAndAGroupOpensToItsRows() {
        rows.set(List.of(0, 1, 2, 3, 4), parity, List.of(parity, value));
        assertEquals(List.of("+ other  (3){value=7}", "+ third  (2){value=3}"), shown());
        assertTrue(rows.open(1, true));
        assertEquals(List.of("+ other  (3){value=7}", "- third  (2){value=3}", "0", "3"), shown());
        assertEquals(List.of(3), rows.positions(Set.of(3, 4)), "those of a closed group are not there");
        assertFalse(rows.open(2, true), "a row is no group");
        assertEquals(1, rows.lineOf(3));
        rows.set(List.of(0, 3, 6, 7), parity, List.of(parity));
        assertEquals(List.of("- third  (3){}", "0", "3", "6", "+ other  (1){}"), shown(), "stays open when rows come");
        rows.closeAll();
        assertEquals(2, rows.count());
    }

    @Test
    void aMillionRowsAreFetchedWhereTheirGroupIsLookedAt() {
        rows.set(List.of(group("busy", MANY), group("normal", 5)));
        assertEquals(2, rows.count());
        assertEquals(List.of(), pages, "counted by the node");
        rows.open(0, true);
        answer();
        assertEquals(MANY + 2, rows.count());
        assertEquals(Optional.of(7), rows.row(8));
        assertEquals(Optional.empty(), rows.row(500_001));
        answer();
        assertEquals(Optional.of(500_000), rows.known(500_001));
        assertTrue(rows.group(MANY + 1).orElseThrow().text().startsWith("normal"));
        rows.sort(Optional.of(new Sort("value", true)));
        assertEquals(2, rows.count(), "its first page is fetched in the new order");
        answer();
        assertEquals(MANY + 2, rows.count());
    }

    @Test
    void sumsAreAskedForOneGroupAfterTheOtherOnceInView() {
        rows.set(List.of(group("busy", 3), group("normal", 2), group("failed", 1)));
        rows.group(0);
        rows.group(1);
        rows.group(0);
        assertEquals(List.of("busy"), summed);
        waiting.removeFirst().accept(Map.of("value", "12"));
        assertEquals(List.of("busy", "normal"), summed);
        assertEquals(Map.of("value", "12"), rows.group(0).orElseThrow().sums());
        waiting.removeFirst().accept(Map.of());
        assertEquals(List.of("busy", "normal"), summed, "what was not looked at is not asked for");
    }

    private static Group<Integer> group(String label, long count) {
        return new Group<>(label, count, (_, _, _, _) -> new Page<>(List.of(), 0, Optional.empty()), _ -> Map.of());
    }

    private void answer() {
        while (!pages.isEmpty()) {
            Asked asked = pages.removeFirst();
            asked.into().arrived(asked.turn(), asked.offset(), new Page<>(IntStream.range((int) asked.offset(),
                    (int) asked.offset() + PagedRows.PAGE).boxed().toList(), MANY, Optional.empty()));
        }
        rows.arrange();
    }
}
