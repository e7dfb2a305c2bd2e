package org.trunkline.ui.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Rows in groups, the largest first; a group opens to its rows. Those of a list are grouped here; those of a source are
 * counted by the node, and fetched once their group is open. UI thread only.
 */
final class GroupedRows<T> implements Rows<T> {
    /** Asks in the background and tells on the UI thread. */
    interface Reader<T> {
        void page(PagedRows<T> into, RowSource<T> from, int turn, long offset, int limit, Optional<Sort> sort);

        /** @param told of the sums; of none where they cannot be had */
        void sums(GroupSource.Group<T> group, Consumer<Map<String, String>> told);
    }

    /** Groups seen for the first time whose sums are still asked for: the latest seen first. */
    private static final int WISHES = 60;

    private static final class Group<T> {
        private final String label;
        private final long count;
        private final Rows<T> rows;
        private final Runnable opened;
        private boolean open;
        private Optional<Map<String, String>> sums = Optional.empty();
        private Optional<GroupSource.Group<T>> unsummed = Optional.empty();

        Group(String label, long count, Rows<T> rows, Runnable opened) {
            this.label = label;
            this.count = count;
            this.rows = rows;
            this.opened = opened;
        }
    }

    private final Function<T, ?> key;
    private final Reader<T> reader;
    private final LongFunction<String> counted;
    private final Runnable changed;
    private List<Group<T>> groups = List.of();
    private final Set<String> open = new HashSet<>();
    private final Deque<Group<T>> wishes = new ArrayDeque<>();
    private boolean summing;
    private Optional<Sort> sort = Optional.empty();
    private int[] begins = {}; // of each group's line, and behind the last

    /** @param counted how many rows, in words @param changed told when sums came */
    GroupedRows(Function<T, ?> key, Reader<T> reader, LongFunction<String> counted, Runnable changed) {
        this.key = key;
        this.reader = reader;
        this.counted = counted;
        this.changed = changed;
    }

    /** Groups a list by what a column shows; the rows of each keep their order. @param columns with their sums */
    void set(List<T> rows, Column<T> by, List<Column<T>> columns) {
        var found = new LinkedHashMap<String, List<T>>();
        for (T row : rows)
            found.computeIfAbsent(by.text().apply(row), _ -> new ArrayList<>()).add(row);
        use(found.entrySet().stream().map(e -> {
            var group = new Group<>(e.getKey(), e.getValue().size(), new Part<>(e.getValue(), key), () -> { });
            var sums = new LinkedHashMap<String, String>();
            columns.forEach(c -> c.sum().ifPresent(sum -> sums.put(c.id(), sum.over(e.getValue()))));
            group.sums = Optional.of(sums);
            return group;
        }).sorted(Comparator.comparingLong((Group<T> g) -> -g.count)).toList());
    }

    /** The groups that the node has counted. */
    void set(List<GroupSource.Group<T>> counts) {
        use(counts.stream().map(it -> {
            var self = new ArrayList<PagedRows<T>>(1); // what it loads it tells itself
            var rows = new PagedRows<T>((asked, offset, limit, by) -> reader.page(self.getFirst(), it.rows(), asked, offset, limit, by),
                    key);
            self.add(rows);
            rows.sort(sort);
            var group = new Group<>(it.label(), it.count(), (Rows<T>) rows, rows::restart);
            group.unsummed = Optional.of(it);
            return group;
        }).toList());
    }

    private void use(List<Group<T>> next) {
        groups = next;
        wishes.clear();
        for (var group : groups)
            if (open.contains(group.label))
                open(group);
        arrange();
    }

    private void open(Group<T> group) {
        group.open = true;
        group.opened.run();
    }

    /** After rows of a group came. */
    void arrange() {
        begins = new int[groups.size() + 1];
        long at = 0;
        for (int i = 0; i < groups.size(); i++) {
            begins[i] = (int) at;
            at = Math.min(Integer.MAX_VALUE, at + 1 + (groups.get(i).open ? groups.get(i).rows.count() : 0));
        }
        begins[groups.size()] = (int) at;
    }

    int groups() {
        return groups.size();
    }

    /** Opens or closes the group with its line at this position. @return whether there is one that was not so yet */
    boolean open(int index, boolean wanted) {
        int at = groupOf(index);
        if (at < 0 || begins[at] != index || groups.get(at).open == wanted)
            return false;
        Group<T> group = groups.get(at);
        if (wanted) {
            open.add(group.label);
            open(group);
        } else {
            open.remove(group.label);
            group.open = false;
        }
        arrange();
        return true;
    }

    void closeAll() {
        open.clear();
        groups.forEach(group -> group.open = false);
        arrange();
    }

    /** Position of the line of the group that a row belongs to, or of the line itself; -1 where there is none. */
    int lineOf(int index) {
        int at = groupOf(index);
        return at < 0 ? -1 : begins[at];
    }

    private int groupOf(int index) {
        if (index < 0 || index >= count())
            return -1;
        int at = Arrays.binarySearch(begins, 0, groups.size(), index);
        return at >= 0 ? at : -at - 2;
    }

    @Override
    public int count() {
        return groups.isEmpty() ? 0 : begins[groups.size()];
    }

    @Override
    public Optional<GroupLine> group(int index) {
        int at = groupOf(index);
        if (at < 0 || begins[at] != index)
            return Optional.empty();
        Group<T> group = groups.get(at);
        if (group.sums.isEmpty() && group.unsummed.isPresent())
            want(group);
        return Optional.of(new GroupLine(group.label + "  (" + counted.apply(group.count) + ")", group.open,
                group.sums.orElse(Map.of())));
    }

    private void want(Group<T> group) {
        if (wishes.contains(group))
            return;
        wishes.addFirst(group);
        while (wishes.size() > WISHES)
            wishes.removeLast();
        sumNext();
    }

    /** One at a time: each is a search of its own. */
    private void sumNext() {
        if (summing || wishes.isEmpty())
            return;
        summing = true;
        Group<T> group = wishes.removeFirst();
        var asked = group.unsummed.orElseThrow();
        group.unsummed = Optional.empty();
        reader.sums(asked, sums -> {
            group.sums = Optional.of(sums);
            summing = false;
            changed.run();
            sumNext();
        });
    }

    @Override
    public Optional<T> row(int index) {
        int at = groupOf(index);
        return at < 0 || begins[at] == index ? Optional.empty() : groups.get(at).rows.row(index - begins[at] - 1);
    }

    @Override
    public Optional<T> known(int index) {
        int at = groupOf(index);
        return at < 0 || begins[at] == index ? Optional.empty() : groups.get(at).rows.known(index - begins[at] - 1);
    }

    @Override
    public List<Integer> positions(Set<?> keys) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < groups.size(); i++) {
            int first = begins[i] + 1;
            if (groups.get(i).open)
                groups.get(i).rows.positions(keys).forEach(at -> found.add(first + at));
        }
        return found;
    }

    /** A list comes sorted; the rows of a source are fetched in the new order. */
    @Override
    public void sort(Optional<Sort> by) {
        sort = by;
        for (var group : groups) {
            group.rows.sort(by);
            if (group.open)
                group.opened.run();
        }
        arrange();
    }

    /** The rows of one group of a list. */
    private record Part<T>(List<T> rows, Function<T, ?> key) implements Rows<T> {
        @Override
        public int count() {
            return rows.size();
        }

        @Override
        public Optional<T> row(int index) {
            return index >= 0 && index < rows.size() ? Optional.of(rows.get(index)) : Optional.empty();
        }

        @Override
        public Optional<T> known(int index) {
            return row(index);
        }

        @Override
        public List<Integer> positions(Set<?> keys) {
            return IntStream.range(0, rows.size()).filter(i -> keys.contains(key.apply(rows.get(i)))).boxed().toList();
        }

        @Override
        public void sort(Optional<Sort> sort) {
            // comes sorted
        }
    }
}
