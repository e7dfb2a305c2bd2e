package org.trunkline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;

/**
 * Measures what becomes of records: intake, search, size, rebuild; and asks PostgreSQL the same. See bench-records.sh.
 * Nothing here judges: a missed target is a figure, not a failure.
 */
public final class RecordsBench {
    private static final Set<CdrField> FACETS = EnumSet.of(CdrField.TRUNK, CdrField.CAUSE, CdrField.STATUS,
            CdrField.DIRECTION, CdrField.CODEC);
    private static final int BUCKETS = 60;
    private static final int WARM = 150;
    private static final long WARM_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int ASKED = 60;
    private static final int TIMED_INTAKE = 400_000;
    private static final int MAX_LADDERS = 1_000_000;
    private static final double PART = 0.95;
    private static final String NOBODY = " -trunk:bench";

    private final Figures figures = new Figures();
    private final Path work;
    private final int count;
    private final Instant start;
    private final Intake intake;
    private Parts parts;
    private long stored;

    private RecordsBench(Path work, int count) throws IOException {
        this.work = work;
        this.count = count;
        double days = 30;
        start = Instant.parse("2026-03-01T00:00:00Z");
        intake = new Intake(4711, start, count / days / 86_400, Math.max(1, count / MAX_LADDERS));
        parts = new Parts(work.resolve("data"));
    }

    public static void main(String[] args) throws Exception {
        var work = Path.of(args[0]);
        var bench = new RecordsBench(work, Integer.parseInt(args[2]));
        try {
            bench.run(Optional.of(args[3]).filter(url -> !url.isEmpty()));
        } finally {
            bench.figures.write(Path.of(args[1]));
            bench.parts.close();
        }
    }

    private void run(Optional<String> postgres) throws Exception {
        var peer = postgres.isPresent() ? Optional.of(new Postgres(postgres.get())) : Optional.<Postgres>empty();
        intakeThroughStore();
        fill(peer);
        sizes(peer);
        unwatched(500, 10);
        freshness(500, 4, 1_000);
        freshness(20_000, 6, 1_300);
        var questions = questions();
        for (var question : questions)
            warm(question.ask()); // they share much of what must be compiled
        for (var question : questions)
            ask(question, peer);
        whileRecordsComeIn(questions);
        coldStart();
        rebuild();
        if (peer.isPresent())
            peer.get().close();
    }

    // --- intake -----------------------------------------------------------------

    private void intakeThroughStore() throws Exception {
        int some = Math.min(count, 150_000);
        var own = new Intake(1, start, 100, 10);
        try (var all = new Parts(work.resolve("store-data"))) {
            all.openIndex();
            all.openStore();
            var calls = own.next(some);
            Intake.put(all, calls.subList(0, some / 3)); // warm
            Intake.await(all, some / 3);
            long begun = System.nanoTime();
            long cpu = cpu();
            Intake.put(all, calls.subList(some / 3, some));
            Intake.await(all, some);
            figures.atLeast("ingest through journal, H2 store and index", (some - some / 3) / seconds(begun), "records/s",
                    25_000, cpu(cpu, some - some / 3) + " a record");
        }
    }

    private void fill(Optional<Postgres> peer) throws Exception {
        parts.openIndex();
        int timed = Math.min(count / 2, TIMED_INTAKE);
        int warm = Math.min(count / 4, 100_000);
        int at = 0;
        double rate = 0;
        double peerRate = 0;
        String used = "";
        while (at < count) {
            int some = Math.min(count - at, at == 0 ? warm : timed);
            var calls = intake.next(some);
            long begun = System.nanoTime();
            long cpu = cpu();
            Intake.put(parts, calls);
            Intake.await(parts, at + some);
            rate = at == warm ? some / seconds(begun) : rate;
            used = at == warm ? cpu(cpu, some) + " a record" : used;
            if (peer.isPresent()) {
                begun = System.nanoTime();
                for (var call : calls)
                    peer.get().add(call.cdr());
                peer.get().flush();
                if (at == 0)
                    peer.get().index(); // from here on into the indexed table
                else if (at == warm)
                    peerRate = some / seconds(begun);
                if (at == warm && count > 2 * timed)
                    dropIndexes(peer.get()); // all of it would take hours
            }
            at += some;
        }
        if (peer.isPresent())
            peer.get().index();
        stored = count;
        figures.atLeast("ingest through journal and index, all findable", rate, "records/s", 80_000,
                used + (peer.isPresent() ? ", PostgreSQL into the indexed table %.0f".formatted(peerRate) : ""));
    }

    private static void dropIndexes(Postgres peer) throws Exception {
        peer.execute("""
                do $$ declare i text; begin for i in select indexname from pg_indexes where tablename = 'cdr'
                loop execute 'drop index ' || i; end loop; end $$""");
    }

    private void sizes(Optional<Postgres> peer) throws Exception {
        parts.closeIndex(); // commits
        parts.openIndex();
        figures.atMost("index", (double) bytes(work.resolve("data/index")) / stored, "bytes/record", 110,
                peer.isPresent() ? "PostgreSQL %.0f".formatted((double) peer.get().bytes() / stored) : "");
        figures.atMost("journal", (double) bytes(work.resolve("data/journal")) / stored, "bytes/record", 200, "");
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).sum();
        }
    }

    /** Call ended to findable, at a rate; looked for by its Call-ID as somebody would who waits for it. */
    private void freshness(int perSecond, int seconds, double target) throws Exception {
        var late = new ArrayList<Double>();
        var calls = intake.next(perSecond * seconds);
        var threads = ManagementFactory.getThreadMXBean();
        long cpu = indexCpu(threads);
        long begun = System.nanoTime();
        var looking = new ArrayList<Thread>();
        for (int i = 0; i < calls.size(); i++) {
            long due = begun + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due)
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            parts.sink().ended(calls.get(i).cdr(), calls.get(i).ladder());
            if (i % (perSecond / 4) == 1) {
                long ended = System.nanoTime();
                var of = query("callid:\"" + calls.get(i).cdr().legs().getFirst().sipCallId() + "\"");
                looking.add(Thread.ofVirtual().start(() -> {
                    try {
                        while (parts.search().rows(of, CdrOrder.NEWEST_FIRST, 0, 1).total() == 0)
                            Thread.sleep(20);
                        synchronized (late) {
                            late.add((System.nanoTime() - ended) / 1e6);
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
        }
        for (var thread : looking)
            thread.join();
        stored += calls.size();
        figures.atMost("call ended to findable, worst, at " + perSecond + "/s", late.stream().mapToDouble(d -> d).max()
                .orElse(0), "ms", target, "");
        figures.say("  index threads, CPU", (indexCpu(threads) - cpu) / 1e6 / calls.size(), "ms/record", "");
        Intake.await(parts, stored);
    }

    /** What the index costs while nobody looks. */
    private void unwatched(int perSecond, int seconds) throws Exception {
        var calls = intake.next(perSecond * seconds);
        TimeUnit.SECONDS.sleep(6); // nobody has looked for a while
        var threads = ManagementFactory.getThreadMXBean();
        long cpu = indexCpu(threads);
        long begun = System.nanoTime();
        for (int i = 0; i < calls.size(); i++) {
            long due = begun + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due)
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            parts.sink().ended(calls.get(i).cdr(), calls.get(i).ladder());
        }
        stored += calls.size();
        Intake.await(parts, stored);
        figures.atMost("index threads at " + perSecond + "/s while nobody looks, CPU", (indexCpu(threads) - cpu) / 1e6
                / calls.size(), "ms/record", 0.03, "");
    }

    private static long indexCpu(ThreadMXBean threads) {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds())).filter(t -> t != null
                && (t.getThreadName().startsWith("cdr-index") || t.getThreadName().startsWith("Lucene Merge"))).mapToLong(t -> threads.getThreadCpuTime(t.getThreadId())).sum();
    }

    // --- questions --------------------------------------------------------------

    private static CdrQuery query(String text) {
        return new CdrQuery(text, Optional.empty(), Optional.empty());
    }

    private static void page(CdrSearch search, String text, long offset) throws Exception {
        search.rows(query(text), CdrOrder.NEWEST_FIRST, offset, 100);
    }

    private List<Question> questions() throws Exception {
        var search = parts.search();
        var numbers = new ArrayList<String>();
        for (int i = 0; i < 40; i++)
            search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, (long) i * stored / 50, 5).items()
                    .forEach(row -> numbers.add(row.to()));
        String facets = " group by grouping sets ((trunk), (cause), (status), (direction), (codec), (width_bucket("
                + "extract(epoch from started), " + start.getEpochSecond() + ", "
                + (start.getEpochSecond() + 30 * 86_400) + ", 60)))";
        String counts = "select count(*), trunk, cause, status, direction, codec from cdr where ";
        String latest = "select * from cdr where ";
        String hundred = " order by started desc limit 100";
        return List.of(
                new Question("exact number, latest 100", 2, r -> page(search, "to:" + any(numbers, r), 0),
                        r -> new String[] { latest + "to_number = '" + any(numbers, r) + "'" + hundred }),
                new Question("number by its end, latest 100", 5,
                        r -> page(search, "to:*" + end(any(numbers, r)), 0),
                        r -> new String[] { latest + "to_number like '%" + end(any(numbers, r)) + "'" + hundred }),
                new Question("number by any part, latest 100", 5,
                        r -> page(search, "to:*" + middle(any(numbers, r)) + "*", 0),
                        r -> new String[] { latest + "to_number like '%" + middle(any(numbers, r)) + "%'" + hundred }),
                new Question("filter of 1%, page, 5 facets, histogram", 5, r -> {
                    String text = "cause:declined trunk:\"Carrier B\"" + unlike(r);
                    page(search, text, 0);
                    search.summarize(query(text), FACETS, BUCKETS);
                }, _ -> new String[] { latest + "cause = 'declined' and trunk = 'Carrier B'" + hundred,
                        counts + "cause = 'declined' and trunk = 'Carrier B'" + facets }),
                new Question("filter of 10%, page, 5 facets, histogram", 12, r -> {
                    String text = "cause:busy" + unlike(r);
                    page(search, text, 0);
                    search.summarize(query(text), FACETS, BUCKETS);
                }, _ -> new String[] { latest + "cause = 'busy'" + hundred, counts + "cause = 'busy'" + facets }),
                new Question("all, page, 5 facets, histogram, counted anew", 15, r -> {
                    String text = unlike(r).strip();
                    page(search, text, 0);
                    search.summarize(query(text), FACETS, BUCKETS);
                }, _ -> new String[] { latest + "true" + hundred, counts + "true" + facets }),
                new Question("all, 5 facets, histogram, counts kept", 1,
                        _ -> search.summarize(CdrQuery.ALL, FACETS, BUCKETS), _ -> new String[0]),
                new Question("ASR, ACD, p95 PDD by trunk and hour over 30 days", 40,
                        _ -> search.trunkPeriods(CdrQuery.ALL, Duration.ofHours(1)),
                        _ -> new String[] { "select trunk, date_trunc('hour', started), count(*), avg(answered::int),"
                                + " avg(duration_ms), percentile_disc(0.95) within group (order by pdd_ms) from cdr"
                                + " group by 1, 2" }),
                new Question("page 10,000 of a result (or the middle)", 2, r -> page(search, "answered:true",
                        Math.min(1_000_000, stored / 4) - 100L * r.nextInt(10)), r -> new String[] { latest + "answered"
                                + " order by started desc offset " + (Math.min(1_000_000, stored / 4) - 100L * r.nextInt(10))
                                + " limit 100" }),
                new Question("ladder sequence with a gap, over " + Math.min(count, MAX_LADDERS) + " ladders", 300,
                        r -> page(search, "ladder:\"180 then no 200 within " + (10_000 + r.nextInt(20_000)) + "ms\"", 0),
                        _ -> new String[0]));
    }

    private static String any(List<String> numbers, Random random) {
        return numbers.get(random.nextInt(numbers.size()));
    }

    private static String end(String number) {
        return number.substring(Math.max(0, number.length() - 5));
    }

    private static String middle(String number) {
        return number.substring(Math.max(0, number.length() - 8), Math.max(0, number.length() - 2));
    }

    /** Makes no difference to what is found, but to what is remembered. */
    private static String unlike(Random random) {
        return NOBODY + random.nextLong(Long.MAX_VALUE);
    }

    private void ask(Question question, Optional<Postgres> peer) throws Exception {
        warm(question.ask());
        long cpu = cpu();
        double own = p95(question.ask(), 0, ASKED);
        String sql = cpu(cpu, ASKED);
        if (peer.isPresent() && question.sql().of(new Random(1)).length > 0) {
            var database = peer.get();
            boolean slow = time(r -> {
                for (String statement : question.sql().of(r))
                    database.ask(statement);
            }, new Random(2)) > 500;
            double other = p95(r -> {
                for (String statement : question.sql().of(r))
                    database.ask(statement);
            }, slow ? 1 : 10, slow ? 3 : 30);
            sql += String.format(Locale.ROOT, ", PostgreSQL %.1f ms, %.1f times", other, other / own);
        }
        figures.atMost(question.name() + ", p95", own, "ms", question.target(), sql);
    }

    /** Until it is compiled, as far as that is worth the time. */
    private static void warm(Question.Ask ask) throws Exception {
        var random = new Random(43);
        long begun = System.nanoTime();
        for (int i = 0; i < WARM && System.nanoTime() - begun < WARM_NANOS; i++)
            ask.ask(random);
    }

    /** Of the process, where others share the machine: nanoseconds. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static String cpu(long since, int times) {
        return String.format(Locale.ROOT, "CPU %.3f ms", (cpu() - since) / 1e6 / times);
    }

    private static double p95(Question.Ask ask, int warm, int asked) throws Exception {
        var random = new Random(42);
        for (int i = 0; i < warm; i++)
            ask.ask(random);
        var times = new double[asked];
        for (int i = 0; i < asked; i++)
            times[i] = time(ask, random);
        Arrays.sort(times);
        return times[(int) Math.ceil(PART * asked) - 1];
    }

    private static double time(Question.Ask ask, Random random) throws Exception {
        long begun = System.nanoTime();
        ask.ask(random);
        return (System.nanoTime() - begun) / 1e6;
    }

    private void whileRecordsComeIn(List<Question> questions) throws Exception {
        var stop = new AtomicBoolean();
        var calls = intake.next(5_000);
        var feeder = Thread.ofPlatform().start(() -> {
            long begun = System.nanoTime();
            for (long i = 0; !stop.get(); i++) {
                long due = begun + i * 200_000;
                while (System.nanoTime() < due)
                    LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
                var call = calls.get((int) (i % calls.size())); // the same ones again: making them is not the question
                parts.sink().ended(call.cdr(), call.ladder());
            }
        });
        for (var question : questions)
            figures.atMost("  at 5,000 records/s: " + question.name() + ", p95", p95(question.ask(), 5, 40), "ms",
                    4 * question.target(), "");
        stop.set(true);
        feeder.join();
        stored = parts.log().lastSequence();
        Intake.await(parts, stored);
    }

    // --- starts -----------------------------------------------------------------

    private void coldStart() throws Exception {
        parts.closeIndex();
        long begun = System.nanoTime();
        parts.openIndex();
        double opened = seconds(begun) * 1e3;
        begun = System.nanoTime();
        page(parts.search(), "cause:busy", 0);
        parts.search().summarize(query("cause:busy"), FACETS, BUCKETS);
        figures.atMost("first question after the index was opened (files in the page cache)", seconds(begun) * 1e3, "ms",
                300, "");
        figures.say("  opening the index", opened, "ms", "");
        parts.search().summarize(CdrQuery.ALL, FACETS, BUCKETS);
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        figures.atMost("heap in use", heap.getUsed() / 1048576.0, "MiB", 1024, "");
    }

    private void rebuild() throws Exception {
        parts.closeIndex();
        try (var files = Files.walk(work.resolve("data/index"))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
        long begun = System.nanoTime();
        parts.openIndex();
        long found = 0;
        while (parts.stages().getFirst().sequence() < stored) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            found = Math.max(found, parts.search().rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 1).total());
        }
        figures.atMost("rebuild of the index of " + stored + " records, while serving", seconds(begun), "s",
                Math.max(1, 300.0 * stored / 10_000_000), "");
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
