package org.trunkline.store.jdbc.internal.database;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.store.jdbc.internal.record.FollowedFeed;
import org.trunkline.testkit.CdrGenerator;

/**
 * What a record costs in the store. Not a test.
 *
 * <p>Arguments: a JDBC URL, or {@code h2}; how many records, up to 100,000; and how many a second, 0 for as fast as it goes.
 */
final class StoreBench {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final int KINDS = 150_000;
    private static final long PATIENCE_MS = 300_000;

    private StoreBench() {}

    public static void main(String[] args) throws Exception {
        long count = Long.parseLong(args[1]);
        long rate = Long.parseLong(args[2]);
        var dir = Files.createTempDirectory("store-bench");
        var log = new EndlessLog();
        try (var database = new Database(dir, args[0].equals("h2") ? "" : args[0], "", "");
                var feed = new FollowedFeed(database, log, InstantSource.system(), 5_000, 1_000)) {
            long warm = rate == 0 ? count / 4 : rate * 10;
            run(feed, log, warm, rate);
            long cpu = cpu();
            long writer = writer();
            long began = System.nanoTime();
            run(feed, log, warm + count, rate);
            double seconds = (System.nanoTime() - began) / 1e9;
            long rows = database.read((sql, _) -> sql.first("select count(*) from call_record", r -> r.getLong(1)))
                    .orElseThrow();
            System.out.printf("%d records: %.1f us of CPU each, %.1f of them the writer's; %.0f a second; %d bytes each%n",
                    count, (cpu() - cpu) / 1e3 / count, (writer() - writer) / 1e3 / count, count / seconds, size(dir) / rows);
        }
        try (var files = Files.walk(dir)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                Files.delete(file);
        }
    }

    private static void run(FollowedFeed feed, EndlessLog log, long until, long rate) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        while (log.count < until) {
            log.grow(rate == 0 ? until - log.count : Math.max(1, rate / 50));
            if (rate > 0)
                TimeUnit.MILLISECONDS.sleep(20);
        }
        while (feed.sequence() < until && System.currentTimeMillis() < deadline)
            TimeUnit.MILLISECONDS.sleep(5);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** All threads' but the collector's and the compiler's. */
    private static long writer() {
        var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds())
            sum += Math.max(0, threads.getThreadCpuTime(id));
        return sum;
    }

    private static long size(Path dir) throws Exception {
        try (var files = Files.walk(dir)) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }

    /** As many records as wanted, of some kinds that come again. */
    private static final class EndlessLog implements RecordLog {
        private final List<Cdr> kinds;
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile long count;

        EndlessLog() {
            var records = new CdrGenerator(1, START, 500);
            kinds = Stream.generate(records::next).limit(KINDS).sorted(Comparator.comparing(Cdr::endedAt)).toList();
        }

        void grow(long more) {
            count += more;
            listeners.forEach(Runnable::run);
        }

        @Override
        public String id() {
            return "bench";
        }

        @Override
        public long first() {
            return 1;
        }

        @Override
        public long end() {
            return count + 1;
        }

        @Override
        public long lastSequence() {
            return count;
        }

        @Override
        public Cursor from(long position) {
            return new Cursor() {
                private long at = Math.max(1, position);

                @Override
                public List<Entry> next(int max) {
                    var some = new ArrayList<Entry>();
                    for (; at <= count && some.size() < max; at++)
                        some.add(new Entry(at, at, at + 1, kinds.get((int) (at % KINDS)), OptionalLong.empty()));
                    return some;
                }

                @Override
                public void close() {
                    // holds nothing
                }
            };
        }

        @Override
        public Optional<Entry> read(long position) {
            return Optional.empty();
        }

        @Override
        public Optional<Ladder> ladder(long position) {
            return Optional.empty();
        }

        @Override
        public Subscription onAppended(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
