package org.trunkline.testkit.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;

/** Records in memory. Understands {@link FakeQuery}. */
public final class FakeCdrSearch implements CdrSearch {
    private final List<Cdr> records = new CopyOnWriteArrayList<>();
    private final Map<CallId, Ladder> ladders = new TreeMap<>();
    private final List<Consumer<List<CdrRow>>> watchers = new CopyOnWriteArrayList<>();
    private final FakeNode node;

    FakeCdrSearch(FakeNode node) {
        this.node = node;
    }

    /** Tells the watchers too. */
    public void add(Cdr cdr) {
        records.add(cdr);
        watchers.forEach(w -> w.accept(List.of(CdrRow.of(cdr))));
    }

    /** Tells the watchers of records that cannot be found here. */
    public void tell(List<CdrRow> rows) {
        watchers.forEach(w -> w.accept(rows));
    }

    public synchronized void add(Ladder ladder) {
        ladders.put(ladder.call(), ladder);
    }

    int watchers() {
        return watchers.size();
    }

    private List<Cdr> search(CdrQuery query, CdrOrder order) throws QueryException, NodeUnavailableException {
        node.reach();
        Comparator<Cdr> oldestFirst = Comparator.comparing(Cdr::id);
        var byValue = order.field() == CdrField.STARTED ? order.descending() ? oldestFirst.reversed() : oldestFirst
                : CdrKeys.order(order).thenComparing(oldestFirst.reversed());
        return records.stream().filter(FakeQuery.parse(query.text()))
                .filter(c -> query.from().map(f -> !c.startedAt().isBefore(f)).orElse(true))
                .filter(c -> query.to().map(t -> c.startedAt().isBefore(t)).orElse(true)).sorted(byValue).toList();
    }

    @Override
    public Page<CdrRow> rows(CdrQuery query, CdrOrder order, long offset, int limit)
            throws QueryException, NodeUnavailableException {
        var all = search(query, order);
        return new Page<>(all.stream().skip(offset).limit(limit).map(CdrRow::of).toList(), all.size(),
                Optional.empty(), FakeQuery.partial(query.text()));
    }

    @Override
    public Page<Cdr> records(CdrQuery query, CdrOrder order, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException {
        var all = search(query, order);
        int from = after.map(Integer::parseInt).orElse(0);
        var items = all.stream().skip(from).limit(limit).toList();
        int end = from + items.size();
        return new Page<>(items, all.size(), end < all.size() ? Optional.of(String.valueOf(end)) : Optional.empty(),
                FakeQuery.partial(query.text()));
    }

    @Override
    public CdrSummary summarize(CdrQuery query, Set<CdrField> facets, int buckets)
            throws QueryException, NodeUnavailableException {
        var all = search(query, new CdrOrder(CdrField.STARTED, false));
        Map<CdrField, List<CdrSummary.Count>> counts = new EnumMap<>(CdrField.class);
        for (var field : facets)
            counts.put(field, all.stream().collect(Collectors.groupingBy(c -> FakeQuery.valueOf(field, c), TreeMap::new,
                    Collectors.counting())).entrySet().stream()
                    .map(e -> new CdrSummary.Count(e.getKey(), e.getValue())).toList());
        long answered = all.stream().filter(Cdr::answered).count();
        var talk = all.stream().map(Cdr::duration).reduce(Duration.ZERO, Duration::plus);
        return new CdrSummary(all.size(), answered, talk, counts, Duration.ofMinutes(1), timeline(all, buckets),
                CdrSummary.MOS_BOUNDS.stream().map(_ -> 0L).toList(), List.of(), List.of(), FakeQuery.partial(query.text()), costs(all));
    }

    private static List<Cost> costs(List<Cdr> all) {
        var sums = new TreeMap<String, Amount>();
        all.stream().flatMap(c -> c.cost().stream()).forEach(it -> sums.merge(it.currency(), it.amount(), Amount::plus));
        return sums.entrySet().stream().map(e -> new Cost(e.getValue(), e.getKey())).toList();
    }

    /** All calls in the first bucket. */
    private static List<CdrSummary.Bucket> timeline(List<Cdr> all, int buckets) {
        var start = all.isEmpty() ? Instant.EPOCH : all.getFirst().startedAt();
        var result = new ArrayList<CdrSummary.Bucket>();
        for (int i = 0; i < buckets; i++)
            result.add(new CdrSummary.Bucket(start.plus(Duration.ofMinutes(i)), i == 0 ? all.size() : 0,
                    i == 0 ? all.stream().filter(Cdr::answered).count() : 0, 0));
        return result;
    }

    @Override
    public Page<TrunkPeriod> trunkPeriods(CdrQuery query, Duration step)
            throws QueryException, NodeUnavailableException {
        var periods = new TreeMap<Instant, Map<String, List<Cdr>>>();
        for (var cdr : search(query, CdrOrder.NEWEST_FIRST))
            cdr.trunk().ifPresent(trunk -> periods
                    .computeIfAbsent(Instant.ofEpochSecond(Math.floorDiv(cdr.startedAt().getEpochSecond(), step.toSeconds())
                            * step.toSeconds()), _ -> new TreeMap<>())
                    .computeIfAbsent(trunk, _ -> new ArrayList<>()).add(cdr));
        var all = periods.entrySet().stream().flatMap(at -> at.getValue().entrySet().stream().map(
                of -> new TrunkPeriod(at.getKey(), of.getKey(), of.getValue().size(),
                        of.getValue().stream().filter(Cdr::answered).count(),
                        of.getValue().stream().map(Cdr::duration).reduce(Duration.ZERO, Duration::plus),
                        of.getValue().stream().flatMap(c -> c.postDialDelay().stream()).max(Duration::compareTo)
                                .orElse(Duration.ZERO), step)))
                .toList();
        return new Page<>(all, all.size(), Optional.empty(), FakeQuery.partial(query.text()));
    }

    @Override
    public Optional<Cdr> find(CallId id) throws NodeUnavailableException {
        node.reach();
        return records.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    @Override
    public synchronized Optional<Ladder> ladder(CallId id) throws NodeUnavailableException {
        node.reach();
        return Optional.ofNullable(ladders.get(id));
    }

    @Override
    public List<Completion> complete(String text, int caret) throws NodeUnavailableException {
        node.reach();
        var typed = text.substring(0, caret);
        return Stream.of(CdrField.values()).map(CdrField::fieldName).filter(n -> n.startsWith(typed))
                .map(n -> new Completion(0, caret, n + ":", n)).toList();
    }

    @Override
    public Watch watch(Consumer<List<CdrRow>> listener) {
        watchers.add(listener);
        return () -> watchers.remove(listener);
    }
}
