package org.trunkline.cdr.lucene.internal.search;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch.TrunkPeriod;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.cdr.lucene.internal.index.Indexer;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** Results against the same computed by force. */
class CdrSearchTest {
    private static final int COUNT = 12_000;
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(2));

    @TempDir
    static Path dir;
    private static List<Cdr> records;
    private static List<Cdr> newestFirst;
    private static final Map<CallId, Cdr> BY_ID = new HashMap<>();
    private static SearchFixture fixture;

    @BeforeAll
    static void index() throws Exception {
        var generator = new CdrGenerator(11, START, 1);
        records = new ArrayList<>(Stream.generate(generator::next).limit(COUNT).toList());
        Collections.shuffle(records, new Random(5)); // they end in another order than they began
        newestFirst = records.stream().sorted(Comparator.comparing(Cdr::startedAt).reversed()).toList();
        records.forEach(cdr -> BY_ID.put(cdr.id(), cdr));
        fixture = SearchFixture.of(dir, records, NOW);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static CdrQuery query(String text) {
        return new CdrQuery(text, Optional.empty(), Optional.empty());
    }

    @Test
    void everyPageOfTheWholeIsWhereItBelongs() throws Exception {
        for (long offset : new long[] { 0, 1, 499, 3_999, 4_001, 5_000, 7_777, 11_999, 12_000, 20_000 }) {
            var page = fixture.search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, offset, 200);
            assertEquals(COUNT, page.total());
            assertEquals(starts(newestFirst, offset, 200), page.items().stream().map(CdrRow::startedAt).toList(),
                    "offset " + offset);
            var oldest = fixture.search.rows(CdrQuery.ALL, new CdrOrder(CdrField.STARTED, false), offset, 200);
            assertEquals(starts(newestFirst.reversed(), offset, 200),
                    oldest.items().stream().map(CdrRow::startedAt).toList(), "offset " + offset);
        }
    }

    private static List<Instant> starts(List<Cdr> all, long offset, int limit) {
        return all.stream().skip(offset).limit(limit).map(Cdr::startedAt).toList();
    }

    @Test
    void pagesOfAFilterWithinATimeAreWhereTheyBelong() throws Exception {
        var from = START.plus(Duration.ofHours(1));
        var to = START.plus(Duration.ofHours(9));
        var expected = newestFirst.stream().filter(c -> !c.startedAt().isBefore(from) && c.startedAt().isBefore(to))
                .filter(c -> c.trunk().equals(Optional.of("Telia A")) && c.answered()).toList();
        var query = new CdrQuery("trunk:\"Telia A\" answered:true", Optional.of(from), Optional.of(to));
        var found = new ArrayList<CallId>();
        for (long offset = 0; offset <= expected.size(); offset += 333)
            fixture.search.rows(query, CdrOrder.NEWEST_FIRST, offset, 333).items().forEach(r -> found.add(r.id()));
        assertTrue(expected.size() > 300);
        assertEquals(expected.size(), found.size());
        assertEquals(expected.stream().map(Cdr::startedAt).toList(), found.stream()
                .map(id -> expected.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow().startedAt())
                .toList());
    }

    @Test
    void aCursorHoldsWhileRecordsComeIn(@TempDir Path other) throws Exception {
        var log = new MemoryRecordLog("cursor");
        log.append(records.subList(0, 1_000));
        try (var now = new SearchFixture(other, log, NOW, SearchFixture.EAGER)) {
            now.awaitFindable(1_000);
            var seen = new ArrayList<CallId>();
            Optional<String> after = Optional.empty();
            int more = 1_000;
            do {
                var page = now.search.records(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, after, 100);
                page.items().forEach(c -> seen.add(c.id()));
                after = page.next();
                log.append(records.subList(more, more + 50));
                now.awaitFindable(more += 50);
            } while (after.isPresent());
            assertEquals(seen.size(), new HashSet<>(seen).size());
            for (var cdr : records.subList(0, 1_000))
                assertTrue(seen.contains(cdr.id()));
        }
    }

    @Test
    void aRelativeTimeIsTheSameForAllPages(@TempDir Path other) throws Exception {
        var log = new MemoryRecordLog("relative");
        log.append(records.subList(0, 1_000));
        var now = new AtomicReference<>(NOW);
        InstantSource clock = () -> now.getAndUpdate(at -> at.plus(Duration.ofDays(1)));
        try (var indexed = new SearchFixture(other, log, NOW, SearchFixture.EAGER);
                var search = new LuceneCdrSearch(indexed.indexer, log, clock, ZoneId.of("UTC"), () -> 0)) {
            indexed.awaitFindable(1_000);
            var query = query("started:>-" + (Duration.between(START, NOW).toHours() + 1) + "h");
            var seen = new HashSet<CallId>();
            Optional<String> after = Optional.empty();
            do {
                var page = search.records(query, CdrOrder.NEWEST_FIRST, after, 100);
                assertEquals(1_000, page.total());
                page.items().forEach(cdr -> seen.add(cdr.id()));
                after = page.next();
            } while (after.isPresent());
            assertEquals(1_000, seen.size());
        }
    }

    @Test
    void aCursorOfAnotherOrderIsRefused() throws Exception {
        var next = fixture.search.records(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, Optional.empty(), 10).next();
        assertThrows(IllegalArgumentException.class,
                () -> fixture.search.records(CdrQuery.ALL, new CdrOrder(CdrField.MOS, true), next, 10));
        for (var none : List.of("!?", "a.!?", ".", "zzzzzzzzzzzzzzzzzz.", "-1y2p0ij32e8e7.", "1y2p0ij32e8e7."))
            assertThrows(IllegalArgumentException.class,
                    () -> fixture.search.records(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, Optional.of(none), 10), none);
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void figuresAreWhatCountingByHandGives(Part part) throws Exception {
        var found = records.stream().filter(part.filter).toList();
        var facets = EnumSet.noneOf(CdrField.class);
        for (var field : CdrField.values())
            if (field.isFacet())
                facets.add(field);
        var from = START;
        var to = START.plus(Duration.ofHours(4));
        var within = found.stream().filter(c -> !c.startedAt().isBefore(from) && c.startedAt().isBefore(to)).toList();
        var all = records.stream().filter(c -> !c.startedAt().isBefore(from) && c.startedAt().isBefore(to)).toList();
        checkFacets(within, all, part, fixture.search.summarize(new CdrQuery(part.query, Optional.of(from), Optional.of(to)), facets, 0));
        checkFacets(found, records, part, fixture.search.summarize(query(part.query), facets, 0));
        check(within, fixture.search.summarize(new CdrQuery(part.query, Optional.of(from), Optional.of(to)), facets, 48),
                from, 48);
        check(found, fixture.search.summarize(query(part.query), facets, 0), from, 0);
        var whole = new CdrQuery(part.query, Optional.of(from), Optional.of(START.plus(Duration.ofDays(2))));
        check(found, fixture.search.summarize(whole, facets, 100), from, 96);
    }

    enum Part {
        ALL("", _ -> true), BUSY("cause:busy", c -> c.cause().code().equals("busy"), CdrField.CAUSE),
        TELIA("trunk:\"Telia A\"", c -> c.trunk().equals(Optional.of("Telia A")), CdrField.TRUNK),
        BAD("mos:<3.5", c -> c.mos().orElse(9) < 3.5), NONE("trunk:nobody", _ -> false, CdrField.TRUNK),
        MOST("-cause:busy", c -> !c.cause().code().equals("busy")), SOME("answered:true", Cdr::answered, CdrField.ANSWERED),
        SHORT("-duration:>3m", c -> c.duration().compareTo(Duration.ofMinutes(3)) <= 0),
        LONG("duration:>3m -direction:internal",
                c -> c.duration().compareTo(Duration.ofMinutes(3)) > 0 && c.trunk().isPresent());

        private final String query;
        private final Predicate<Cdr> filter;

        private final Optional<CdrField> asked;

        Part(String query, Predicate<Cdr> filter) {
            this.query = query;
            this.filter = filter;
            asked = Optional.empty();
        }

        /** @param asked facet whose values are all that the query asks for */
        Part(String query, Predicate<Cdr> filter, CdrField asked) {
            this.query = query;
            this.filter = filter;
            this.asked = Optional.of(asked);
        }
    }

    /** The one that is asked for counts as if it was not. */
    private static void checkFacets(List<Cdr> found, List<Cdr> all, Part part, CdrSummary summary) {
        Map<CdrField, Function<Cdr, Stream<String>>> values = Map.of(CdrField.CAUSE, c -> Stream.of(c.cause().code()), CdrField.TRUNK,
                c -> c.trunk().stream(), CdrField.STATUS, c -> Stream.of(c.sipStatus() + ""), CdrField.ANSWERED,
                c -> Stream.of(c.answered() + ""), CdrField.CODEC, c -> c.legs().stream().flatMap(l -> l.codec().stream()).distinct());
        values.forEach((field, of) -> assertEquals(counts(part.asked.equals(Optional.of(field)) ? all : found, of),
                counts(summary, field), field.fieldName()));
    }

    private static void check(List<Cdr> found, CdrSummary summary, Instant from, int buckets) {
        assertEquals(found.size(), summary.total());
        assertEquals(found.stream().filter(Cdr::answered).count(), summary.answered());
        assertEquals(found.stream().map(Cdr::duration).reduce(Duration.ZERO, Duration::plus), summary.talkTime());
        var classes = new long[CdrSummary.MOS_BOUNDS.size()];
        for (var cdr : found) {
            if (cdr.mos().isEmpty())
                continue;
            int last = 0;
            for (int i = 0; i < classes.length; i++)
                if (cdr.mos().getAsDouble() >= CdrSummary.MOS_BOUNDS.get(i))
                    last = i;
            classes[last]++;
        }
        assertEquals(Arrays.stream(classes).boxed().toList(), summary.mos());
        assertEquals(buckets, summary.timeline().size());
        for (var bucket : summary.timeline()) {
            var in = found.stream().filter(c -> !c.startedAt().isBefore(bucket.start())
                    && c.startedAt().isBefore(bucket.start().plus(summary.bucket()))).toList();
            assertEquals(in.size(), bucket.calls());
            assertEquals(in.stream().filter(Cdr::answered).count(), bucket.answered());
            assertEquals(in.stream().flatMapToDouble(c -> c.mos().stream()).average().orElse(0), bucket.mos(), 1e-9);
        }
        if (buckets > 0)
            assertEquals(from, summary.timeline().getFirst().start());
        for (var trunk : summary.mosByTrunk()) {
            var of = found.stream().filter(c -> c.trunk().equals(Optional.of(trunk.trunk()))).toList();
            assertEquals(of.size(), trunk.calls());
            assertEquals(of.stream().filter(c -> c.mos().isPresent()).count(), trunk.rated());
            assertEquals(of.stream().flatMapToDouble(c -> c.mos().stream()).average().orElse(0), trunk.mos(), 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void percentilesAreWhereSortingPutsThem(Part part) throws Exception {
        var found = records.stream().filter(part.filter).toList();
        var summary = fixture.search.summarize(query(part.query), EnumSet.noneOf(CdrField.class), 0);
        checkSpread(found.stream().filter(Cdr::answered).mapToDouble(c -> c.duration().toMillis()),
                summary.spread(CdrField.DURATION).orElseThrow());
        checkSpread(found.stream().flatMap(c -> c.postDialDelay().stream()).mapToDouble(Duration::toMillis),
                summary.spread(CdrField.PDD).orElseThrow());
        checkSpread(found.stream().flatMapToDouble(c -> c.mos().stream()), summary.spread(CdrField.MOS).orElseThrow());
    }

    private static void checkSpread(DoubleStream values, CdrSummary.Spread spread) {
        double[] sorted = values.sorted().toArray();
        assertEquals(sorted.length, spread.count());
        if (sorted.length == 0)
            return;
        for (var part : Map.of(0.05, spread.p5(), 0.5, spread.p50(), 0.9, spread.p90(), 0.95, spread.p95(), 0.99,
                spread.p99()).entrySet()) {
            double exact = sorted[(int) Math.ceil(part.getKey() * sorted.length) - 1];
            assertEquals(exact, part.getValue(), exact / 100 + 0.001, part.getKey() + " of " + spread);
        }
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void callsByTrunkAndHourAreWhatCountingByHandGives(Part part) throws Exception {
        var found = records.stream().filter(part.filter).filter(c -> c.trunk().isPresent()).collect(groupingBy(
                c -> c.startedAt().truncatedTo(ChronoUnit.HOURS) + " " + c.trunk().orElseThrow()));
        var periods = fixture.search.trunkPeriods(query(part.query), Duration.ofHours(1)).items();
        assertEquals(found.keySet(), periods.stream().map(p -> p.start() + " " + p.trunk()).collect(Collectors.toSet()));
        assertEquals(periods.stream().sorted(Comparator.comparing(TrunkPeriod::start).thenComparing(TrunkPeriod::trunk))
                .toList(), periods);
        for (var period : periods) {
            var calls = found.getOrDefault(period.start() + " " + period.trunk(), List.of());
            assertEquals(calls.size(), period.calls());
            assertEquals(calls.stream().filter(Cdr::answered).count(), period.answered());
            assertEquals(calls.stream().map(Cdr::duration).reduce(Duration.ZERO, Duration::plus), period.talkTime());
            long[] delays = calls.stream().flatMap(c -> c.postDialDelay().stream()).mapToLong(Duration::toMillis).sorted()
                    .toArray();
            double exact = delays.length == 0 ? 0 : delays[(int) Math.ceil(0.95 * delays.length) - 1];
            assertEquals(exact, period.postDialDelay().toMillis(), exact / 50 + 1);
        }
        assertEquals(periods, fixture.search.trunkPeriods(query(part.query), Duration.ofHours(1)).items(), "what was kept");
    }

    @Test
    void callsByTrunkAndHourAreTheSameWhateverWasAskedBefore() throws Exception {
        var hours = fixture.search.trunkPeriods(CdrQuery.ALL, Duration.ofHours(1)).items();
        var days = fixture.search.trunkPeriods(CdrQuery.ALL, Duration.ofDays(1)).items();
        assertEquals(hours, fixture.search.trunkPeriods(CdrQuery.ALL, Duration.ofHours(1)).items());
        assertEquals(days, fixture.search.trunkPeriods(CdrQuery.ALL, Duration.ofDays(1)).items());
        assertEquals(hours.stream().mapToLong(TrunkPeriod::calls).sum(), days.stream().mapToLong(TrunkPeriod::calls).sum());
        var some = hours.get(hours.size() / 2);
        var within = new CdrQuery("", Optional.of(some.start()), Optional.of(some.start().plusSeconds(3_600)));
        assertEquals(hours.stream().filter(it -> it.start().equals(some.start())).toList(),
                fixture.search.trunkPeriods(within, Duration.ofHours(1)).items());
    }

    @Test
    void stepsOfTimeAreBounded() throws Exception {
        var periods = fixture.search.trunkPeriods(CdrQuery.ALL, Duration.ofMinutes(1)).items();
        assertTrue(periods.stream().map(TrunkPeriod::start).distinct().count() <= 5_000);
        assertThrows(IllegalArgumentException.class,
                () -> fixture.search.trunkPeriods(CdrQuery.ALL, Duration.ofSeconds(59)));
    }

    @Test
    void stepsThatAreMadeLongerSaySo(@TempDir Path other) throws Exception {
        var start = Instant.parse("2026-03-02T00:00:00Z");
        var generator = new CdrGenerator(4, start, 0.00005); // a call in 20,000 s
        var some = Stream.generate(generator::next).limit(100).toList();
        long stretch = Duration.between(some.getFirst().startedAt(), some.getLast().startedAt()).toSeconds();
        assertTrue(stretch > 5_000 * 60, "more minutes than steps");
        try (var few = SearchFixture.of(other, some, start)) {
            var periods = few.search.trunkPeriods(CdrQuery.ALL, Duration.ofMinutes(1)).items();
            long longer = periods.getFirst().step().toSeconds();
            assertTrue(longer % 60 == 0 && longer * 5_000 >= stretch && (longer - 60) * 5_000 <= stretch + 60,
                    "no longer than is needed: " + longer);
            for (var period : periods) {
                assertEquals(longer, period.step().toSeconds());
                assertEquals(0, period.start().getEpochSecond() % longer);
            }
            for (var period : few.search.trunkPeriods(CdrQuery.ALL, Duration.ofHours(1)).items())
                assertEquals(Duration.ofHours(1), period.step());
        }
    }

    private static Map<String, Long> counts(List<Cdr> found, Function<Cdr, Stream<String>> values) {
        return found.stream().flatMap(values).collect(groupingBy(Function.identity(), counting()));
    }

    private static Map<String, Long> counts(CdrSummary summary, CdrField field) {
        var counts = summary.facets().get(field);
        assertEquals(counts.stream().sorted(Comparator.comparingLong(CdrSummary.Count::count).reversed()
                .thenComparing(CdrSummary.Count::value)).toList(), counts);
        return counts.stream().collect(Collectors.toMap(CdrSummary.Count::value,
                CdrSummary.Count::count));
    }

    @Test
    void theTimelineOfAnOpenSearchGoesInRoundStepsFromItsFirstToItsLastRecord() throws Exception {
        var summary = fixture.search.summarize(query("cause:busy"), EnumSet.noneOf(CdrField.class), 10);
        assertTrue(summary.timeline().size() <= 10);
        assertEquals(summary.total(), summary.timeline().stream().mapToLong(CdrSummary.Bucket::calls).sum());
        var first = newestFirst.reversed().stream().filter(c -> c.cause().code().equals("busy")).findFirst();
        var began = summary.timeline().getFirst().start();
        assertTrue(Duration.between(began, first.orElseThrow().startedAt()).compareTo(summary.bucket()) < 0);
        assertEquals(began.truncatedTo(ChronoUnit.MINUTES), began);
    }

    @Test
    void anyPartOfANumberFindsWhatLookingAtEachOneFinds() throws Exception {
        var random = new Random(21);
        for (int i = 0; i < 150; i++) {
            String number = records.get(random.nextInt(COUNT)).to().normalised();
            int from = random.nextInt(number.length());
            String part = number.substring(from, from + 1 + random.nextInt(number.length() - from));
            boolean end = random.nextBoolean();
            String text = "to:*" + (part.startsWith("+") ? part : part) + (end ? "" : "*");
            long expected = records.stream().filter(c -> Stream.of(c.to().normalised(), c.to().dialled())
                    .anyMatch(n -> end ? n.endsWith(part) : n.contains(part))).count();
            assertEquals(expected, fixture.search.rows(query(text), CdrOrder.NEWEST_FIRST, 0, 1).total(), text);
        }
    }

    @Test
    void aRecordAndItsLadderAreFoundById() throws Exception {
        var cdr = records.get(777);
        assertEquals(Optional.of(cdr), fixture.search.find(cdr.id()));
        assertEquals(Optional.of(CdrGenerator.ladder(cdr)), fixture.search.ladder(cdr.id()));
        var none = CallId.next(NOW, new Random(1));
        assertEquals(Optional.empty(), fixture.search.find(none));
        assertEquals(Optional.empty(), fixture.search.ladder(none));
        assertEquals(cdr.id(), fixture.search.rows(query("callid:" + cdr.legs().get(1).sipCallId()),
                CdrOrder.NEWEST_FIRST, 0, 10).items().getFirst().id());
    }

    @Test
    void whoWatchesIsToldOfWhatCanBeFound(@TempDir Path other) throws Exception {
        var log = new MemoryRecordLog("watch");
        try (var now = new SearchFixture(other, log, NOW, Indexer.Pace.NORMAL)) {
            var told = new ArrayList<CallId>();
            var done = new CountDownLatch(1);
            try (var _ = now.search.watch(rows -> {
                for (var row : rows) {
                    told.add(row.id());
                    if (!present(now, row.id()))
                        throw new AssertionError("told before it can be found");
                }
                if (told.size() == 10)
                    done.countDown();
            })) {
                log.append(records.subList(0, 10));
                assertTrue(done.await(120, TimeUnit.SECONDS));
            }
            assertEquals(records.subList(0, 10).stream().map(Cdr::id).toList(), told);
        }
    }

    private static boolean present(SearchFixture fixture, CallId id) {
        try {
            return fixture.search.find(id).isPresent();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> fixture.search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 501));
        assertThrows(IllegalArgumentException.class,
                () -> fixture.search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, -1, 1));
        assertThrows(IllegalArgumentException.class,
                () -> fixture.search.rows(CdrQuery.ALL, new CdrOrder(CdrField.LADDER, true), 0, 1));
        assertThrows(IllegalArgumentException.class,
                () -> fixture.search.records(CdrQuery.ALL, new CdrOrder(CdrField.CALL_ID, true), Optional.empty(), 1));
        assertThrows(IllegalArgumentException.class,
                () -> fixture.search.summarize(CdrQuery.ALL, EnumSet.of(CdrField.FROM), 1));
    }
}
