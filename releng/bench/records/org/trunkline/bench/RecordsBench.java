package org.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.trunkline.alert.internal.StandingBench;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.spi.record.RecordBatch.Entry;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/**
 * Measures what becomes of records: intake, search, size, rebuild; and asks PostgreSQL the same. See bench-records.sh.
 * Nothing here judges: a missed target is a figure, not a failure.
 */
public final class RecordsBench {
    /** All records lie in the thirty days from here on; those that come while questions are asked, after them. */
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final int DAYS = 30;
    static final int MAX_LADDERS = 1_000_000;
    private static final double FULL = 10_000_000;
    private static final double REBUILD_SECONDS = 300;
    private static final int SEARCHES = 10_000;
    private static final int COMPARED = 20_000;
    /** Ten times the records of a node at 500 calls a second. */
    private static final double COMPARE_MICROS = 200;

    private RecordsBench() {}

    /** @param args folder, JSON to write, phase, how many records, and JDBC URL of PostgreSQL or nothing */
    public static void main(String[] args) throws Exception {
        var work = Path.of(args[0]);
        var phase = Phase.valueOf(args[2].toUpperCase(Locale.ROOT));
        int count = Integer.parseInt(args[3]);
        var figures = new Figures(work.resolve("figures"), phase);
        var url = Optional.of(args[4]).filter(it -> !it.isEmpty());
        try {
            switch (phase) {
                case STORE -> new StoreIntake(work, Math.min(count, 150_000), figures).run(url);
                case FILL -> fill(work, count, figures, url);
                case ASK -> ask(work, count, figures, url);
                case ENTER -> enter(work, figures);
                case REBUILD -> rebuild(work, figures);
                case ALERTS -> alerts(figures);
            }
        } finally {
            figures.write(Path.of(args[1]));
        }
    }

    private static void fill(Path work, int count, Figures figures, Optional<String> url) throws Exception {
        try (var parts = new Parts(work.resolve("data"))) {
            if (url.isEmpty()) {
                new Filling(work, count, parts, figures).run(Optional.empty());
                return;
            }
            try (var peer = new Postgres(url.get())) {
                new Filling(work, count, parts, figures).run(Optional.of(peer));
            }
        }
    }

    private static void ask(Path work, int count, Figures figures, Optional<String> url) throws Exception {
        try (var parts = new Parts(work.resolve("data"))) {
            if (url.isEmpty()) {
                new Asking(count, parts, figures).run(Optional.empty());
                return;
            }
            try (var peer = new Postgres(url.get())) {
                new Asking(count, parts, figures).run(Optional.of(peer));
            }
        }
    }

    private static void enter(Path work, Figures figures) throws Exception {
        try (var parts = new Parts(work.resolve("data"))) {
            new Enter(parts, work.resolve("enter"), figures).run();
        }
    }

    private static void rebuild(Path work, Figures figures) throws Exception {
        delete(work.resolve("data/index"));
        try (var parts = new Parts(work.resolve("data"))) {
            long stored = parts.log().lastSequence();
            var watch = new Stopwatch();
            parts.openIndex();
            while (parts.stages().getFirst().sequence() < stored) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                parts.search().rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 1);
            }
            figures.atMost("rebuild of the index of " + stored + " records, while serving", watch.seconds(), "s",
                    Math.max(1, REBUILD_SECONDS * stored / FULL), watch.cpu((int) stored) + " a record");
        }
    }

    private static void alerts(Figures figures) throws Exception {
        var generator = new CdrGenerator(1, START, 100);
        var log = new MemoryRecordLog("bench");
        log.append(Stream.generate(generator::next).limit(COMPARED).toList());
        var records = log.from(1).next(COMPARED).stream().map(it -> new Entry(it.sequence(), it.position(), it.cdr(), it.steps())).toList();
        var standing = new StandingBench(SEARCHES, START);
        double micros = 0;
        for (int turn = 0; turn < 3; turn++) // the last counts: the compiler has seen all
            micros = standing.micros(records);
        figures.atMost("a record compared with " + SEARCHES + " searches of alerts, CPU", micros, "us", COMPARE_MICROS, standing.matches() + " matches");
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder))
            return;
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                Files.delete(file);
        }
    }
}
