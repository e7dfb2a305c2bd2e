package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** What matches as it comes is what a search finds afterwards. */
class StandingSearchesTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(3_600);
    private static final List<String> QUERIES = List.of("", "cause:busy", "cause:(busy OR declined)", "-cause:normal",
            "trunk:\"Telia A\" AND cause:(busy OR declined)", "trunk:*", "-trunk:*", "trunk:t*", "status:5xx", "status:>=486",
            "from:4001", "from:+4685001*", "to:*45", "number:*123*", "to:+46 70*", "4002", "telia", "\"Carrier B\"",
            "peer:192.0.2.10", "peer:10.20.0.*", "duration:>1m", "duration:*", "pdd:[3s TO *]", "mos:<3.5", "loss:>1%",
            "jitter:>5ms", "answered:false -cause:busy", "rejected:cps", "codec:opus", "started:[-30m TO now]",
            "started:today direction:inbound", "cause:busy OR started:>-10m", "ladder:\"INVITE 180 200 BYE\"",
            "ladder:\"180 then no 200 within 5s\"", "ladder:\"INVITE 486\"", "ladder:*", "NOT ladder:\"200\"",
            "(from:4001 OR to:4001) AND duration:>30s", "rejected:* -trunk:\"Carrier B\"", "endedby:caller route:*");

    @TempDir
    Path dir;

    private static List<Cdr> some(long seed, int count) {
        var records = new CdrGenerator(seed, START, 1);
        return Stream.generate(records::next).limit(count).toList();
    }

    private static Set<CallId> search(SearchFixture fixture, String query, Set<CallId> among) throws Exception {
        var ids = new HashSet<CallId>();
        Optional<String> after = Optional.empty();
        do {
            var page = fixture.search.records(new CdrQuery(query, Optional.empty(), Optional.empty()),
                    CdrOrder.NEWEST_FIRST, after, 500);
            page.items().stream().map(Cdr::id).filter(among::contains).forEach(ids::add);
            after = page.next();
        } while (after.isPresent());
        return ids;
    }

    @Test
    void eachRecordThatComesIsToldToTheSearchesThatFindIt() throws Exception {
        var log = new MemoryRecordLog("test");
        var all = some(5, 3_000);
        log.append(all.subList(0, 1_000));
        try (var fixture = new SearchFixture(dir, log, NOW, SearchFixture.EAGER)) {
            Map<String, List<Cdr>> told = new LinkedHashMap<>();
            for (String query : QUERIES) {
                told.put(query, new CopyOnWriteArrayList<>());
                fixture.indexer.standing().watch(query, told.getOrDefault(query, List.of())::addAll);
            }
            var ended = new CopyOnWriteArrayList<Cdr>();
            var watch = fixture.indexer.standing().watch("", ended::addAll);
            log.append(all.subList(1_000, 2_000));
            Await.until("who stands is told", () -> ended.size() >= 1_000);
            watch.close();
            var last = new AtomicLong(); // of those that are told at once, one after the other
            fixture.indexer.watch(_ -> last.set(fixture.indexer.sequence()));
            log.append(all.subList(2_000, 3_000));
            Await.until("all are told", () -> last.get() == 3_000);
            var newer = all.subList(1_000, 3_000).stream().map(Cdr::id).collect(Collectors.toSet());
            for (String query : QUERIES) {
                var found = search(fixture, query, newer);
                var heard = told.getOrDefault(query, List.of());
                Await.until("told: " + query, () -> heard.size() >= found.size()); // each on a thread of its own
                var ids = heard.stream().map(Cdr::id).toList();
                assertEquals(found, Set.copyOf(ids), query);
                assertEquals(Set.copyOf(ids).size(), ids.size(), "once: " + query);
            }
            assertTrue(told.values().stream().filter(list -> !list.isEmpty()).count() > QUERIES.size() / 2);
            assertEquals(1_000, ended.size());
        }
    }

    @Test
    void aWrongQueryIsRefusedAtTheCharacter() throws Exception {
        var standing = new StandingSearches(InstantSource.fixed(NOW), ZoneId.of("UTC"), () -> 0, List::of);
        assertEquals(6, assertThrows(QueryException.class, () -> standing.watch("cause:bussy", _ -> {})).position());
    }

    /** Time of this thread only: others share the machine. */
    @Test
    void tenThousandCostLessThanAMillisecondARecord() throws Exception {
        var standing = new StandingSearches(InstantSource.fixed(NOW), ZoneId.of("UTC"), () -> 0, List::of);
        for (int i = 0; i < 10_000; i++)
            standing.watch(switch (i % 5) {
                case 0 -> "trunk:\"Carrier " + i + "\" AND cause:(busy OR declined)";
                case 1 -> "from:+4685001" + i + " duration:>1h";
                case 2 -> "to:+4670" + 1_000_000 + i + " OR from:" + i;
                case 3 -> "peer:10." + i % 250 + ".0.1 mos:<3.5";
                default -> i % 100 == 4 ? "to:*" + i : "route:" + i + " status:5xx";
            }, _ -> {});
        var log = new MemoryRecordLog("test");
        log.append(some(6, 3_000));
        var entries = log.from(1).next(3_000).stream()
                .map(it -> new RecordBatch.Entry(it.sequence(), it.position(), it.cdr(), it.steps())).toList();
        entries.subList(0, 1_000).forEach(standing::offer); // warm
        var threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        entries.subList(1_000, 3_000).forEach(standing::offer);
        double each = (threads.getCurrentThreadCpuTime() - begun) / 2_000e6;
        System.out.println("10,000 standing queries: " + each + " ms a record");
        assertTrue(each < 1, each + " ms");
    }
}
