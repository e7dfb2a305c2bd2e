package org.trunkline.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.spi.record.RecordBatch.Entry;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** That a search finds what matches here is held beside the index. */
class StandingSearchesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
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

    private final StandingSearches standing = new StandingSearches(InstantSource.fixed(NOW), UTC, List::of);

    private static List<Entry> some(long seed, int count) throws IOException {
        var records = new CdrGenerator(seed, START, 1);
        var log = new MemoryRecordLog("test");
        log.append(Stream.generate(records::next).limit(count).toList());
        return log.from(1).next(count).stream().map(it -> new Entry(it.sequence(), it.position(), it.cdr(), it.steps())).toList();
    }

    /** However few of them a record is compared with. */
    @Test
    void eachRecordComesOnceToTheSearchesThatFitIt() throws Exception {
        Map<String, List<Entry>> told = new LinkedHashMap<>();
        for (String query : QUERIES) {
            told.put(query, new ArrayList<>());
            standing.add(query, told.getOrDefault(query, List.of())::addAll);
        }
        var gone = new ArrayList<Entry>();
        var watch = standing.add("", gone::addAll);
        var all = some(5, 3_000);
        assertTrue(standing.offer(all.subList(0, 1_000)));
        watch.close();
        assertTrue(standing.offer(all.subList(1_000, 3_000)));
        for (String query : QUERIES) {
            var alone = RecordQuery.compile(query, NOW, UTC, List.of());
            assertEquals(all.stream().filter(it -> alone.matches(it.cdr(), it.steps())).map(Entry::sequence).toList(),
                    told.getOrDefault(query, List.of()).stream().map(Entry::sequence).toList(), query);
        }
        assertTrue(told.values().stream().filter(list -> !list.isEmpty()).count() > QUERIES.size() / 2);
        assertEquals(all.subList(0, 1_000), gone);
    }

    @Test
    void relativeTimesAreThoseOfTheRecord() throws Exception {
        var now = new AtomicReference<>(START);
        var moving = new StandingSearches(now::get, UTC, List::of);
        var told = new ArrayList<Entry>();
        moving.add("started:today", told::addAll);
        var today = some(6, 1);
        assertTrue(moving.offer(today));
        now.set(START.plus(Duration.ofDays(1)));
        assertFalse(moving.offer(today));
        assertEquals(today, told);
    }

    @Test
    void aWrongQueryIsRefusedAtTheCharacter() throws Exception {
        assertEquals(6, assertThrows(QueryException.class, () -> standing.add("cause:bussy", _ -> {})).position());
    }

    @Test
    void aRecordIsComparedWithAQuarterOfTenThousandAtMost() throws Exception {
        for (int i = 0; i < 10_000; i++)
            standing.add(switch (i % 5) {
                case 0 -> "trunk:\"Carrier " + i + "\" AND cause:(busy OR declined)";
                case 1 -> "from:+4685001" + i + " duration:>1h";
                case 2 -> "to:+4670" + 1_000_000 + i + " OR from:" + i;
                case 3 -> "peer:10." + i % 250 + ".0.1 mos:<3.5";
                default -> i % 100 == 4 ? "to:*" + i : "route:" + i + " status:5xx";
            }, _ -> {});
        int needsNoValue = 100;
        for (var entry : some(6, 1_000)) {
            int compared = standing.compared(entry);
            assertTrue(compared >= needsNoValue && compared < 2_500, compared + " for " + entry.cdr());
        }
    }
}
