package org.trunkline.testkit.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchAnswer;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.query.QueryText;

/** Records in memory. Understands {@link FakeQuery}. */
public final class FakeCdrSearch implements CdrSearch {
    private final List<Cdr> records = new CopyOnWriteArrayList<>();
    private final Map<CallId, Ladder> ladders = new TreeMap<>();
    private final List<Consumer<List<CdrRow>>> watchers = new CopyOnWriteArrayList<>();
    private final FakeNode node;
    private volatile List<AttributeAbout> added = List.of();
    private volatile CountDownLatch counts = new CountDownLatch(0);

    FakeCdrSearch(FakeNode node) {
        this.node = node;
    }

    /** Tells the watchers too. */
    public void add(Cdr cdr) {
        records.add(cdr);
        watchers.forEach(w -> w.accept(List.of(CdrRow.of(cdr))));
    }

    /** Fields that a plug-in adds to records. */
    public void declare(AttributeAbout... fields) {
        added = List.of(fields);
    }

    @Override
    public List<AttributeAbout> attributes() throws NodeUnavailableException {
        node.reach();
        return added;
    }

    private SearchPart.AttributeFacet count(String name, CdrQuery query) throws QueryException, NodeUnavailableException {
        boolean counted = added.stream().anyMatch(it -> it.facet() && it.name().equalsIgnoreCase(name));
        var found = counted ? search(query, CdrOrder.NEWEST_FIRST) : List.<Cdr>of();
        var values = found.stream().flatMap(cdr -> cdr.marks().attributes().stream()).filter(it -> it.name().equalsIgnoreCase(name))
                .collect(Collectors.groupingBy(it -> it.value(), TreeMap::new, Collectors.counting()));
        return new SearchPart.AttributeFacet(name, values.entrySet().stream()
                .map(it -> new CdrSummary.Count(it.getKey(), it.getValue())).toList(), Optional.empty());
    }

    /** Tells the watchers of records that cannot be found here. */
    public void tell(List<CdrRow> rows) {
        watchers.forEach(w -> w.accept(rows));
    }

    public synchronized void add(Ladder ladder) {
        ladders.put(ladder.call(), ladder);
    }

    /** Answers have no figures before. */
    public void countAfter(CountDownLatch latch) {
        counts = latch;
    }

    int watchers() {
        return watchers.size();
    }

    private List<Cdr> search(CdrQuery query, CdrOrder order) throws QueryException, NodeUnavailableException {
        node.reach();
        Comparator<Cdr> oldestFirst = Comparator.comparing(Cdr::id);
        var byValue = order.field() == CdrField.STARTED ? order.descending() ? oldestFirst.reversed() : oldestFirst
                : CdrKeys.order(order).thenComparing(oldestFirst.reversed());
        return records.stream().filter(FakeQuery.parse(query.text(), added))
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
    public SearchAnswer search(SearchRequest request) {
        return new Parts(request);
    }

    /** One part after the other, as a node looks for them. */
    private final class Parts implements SearchAnswer {
        private final SearchRequest request;
        private final Map<CdrField, String> asked = new EnumMap<>(CdrField.class);
        private final Deque<SearchPart> found = new ArrayDeque<>();
        private boolean rowsLeft;
        private boolean figuresLeft = true;
        private volatile boolean closed;

        Parts(SearchRequest request) {
            this.request = request;
            rowsLeft = request.rows() > 0;
            for (var field : request.facets())
                new QueryText(request.query().text()).without(field.fieldName()).ifPresent(rest -> asked.put(field, rest));
        }

        @Override
        public Optional<SearchPart> next() throws QueryException, NodeUnavailableException {
            if (rowsLeft && !closed) {
                rowsLeft = false;
                return Optional.of(new SearchPart.Rows(rows(request.query(), request.order(), 0, request.rows())));
            }
            if (figuresLeft && !closed)
                count();
            if (closed)
                throw new NodeUnavailableException("cancelled", List.of(), "The search was closed");
            return Optional.ofNullable(found.poll());
        }

        private void count() throws QueryException, NodeUnavailableException {
            while (!closed && !counting())
                Thread.onSpinWait();
            figuresLeft = false;
            var plain = request.facets().stream().filter(field -> !asked.containsKey(field)).collect(Collectors.toSet());
            found.add(new SearchPart.Figures(figures(request.query(), plain, request.buckets())));
            for (var facet : asked.entrySet())
                found.add(new SearchPart.Facet(facet.getKey(), figures(new CdrQuery(facet.getValue(), request.query().from(),
                        request.query().to()), Set.of(facet.getKey()), 0).facets().get(facet.getKey()), Optional.empty()));
            for (var name : new TreeSet<>(request.attributes())) {
                var text = new QueryText(request.query().text()).without(name).orElse(request.query().text());
                found.add(FakeCdrSearch.this.count(name, new CdrQuery(text, request.query().from(), request.query().to())));
            }
        }

        private boolean counting() {
            try {
                return counts.await(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private CdrSummary figures(CdrQuery query, Set<CdrField> facets, int buckets)
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
