package org.trunkline.bench;

import java.lang.management.ManagementFactory;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;

/** Asks all questions of what is there: of a process just begun, warm, and while records come in. */
final class Asking {
    private static final int WARM = 150;
    private static final long WARM_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** What takes a millisecond is not compiled after 150 times. */
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ASKED = 60;
    /** In seconds: the node has started and somebody signs in. */
    private static final int SETTLED = 5;
    private static final double PART = 0.95;
    private static final double MEBIBYTE = 1 << 20;

    private final int count;
    private final Parts parts;
    private final Figures figures;

    Asking(int count, Parts parts, Figures figures) {
        this.count = count;
        this.parts = parts;
        this.figures = figures;
    }

    void run(Optional<Postgres> peer) throws Exception {
        begin();
        var questions = Questions.of(parts.search(), parts.log().lastSequence(), Math.min(count, RecordsBench.MAX_LADDERS));
        for (var question : questions)
            warm(question.ask()); // they share much of what must be compiled
        for (var question : questions)
            ask(question, peer);
        heap();
        var intake = afterTheLast();
        figures.say("index threads, CPU, for the first 5000 records of a process", unwatched(intake, 500, 10), "ms/record", "");
        freshness(intake, 500, 4, 1_000, "");
        freshness(intake, 20_000, 6, 1_300, ", not compiled yet"); // said, not judged: the other questions are asked warm, too
        freshness(intake, 20_000, 6, 1_300, "");
        figures.atMost("index threads at 500/s while nobody looks, CPU", unwatched(intake, 500, 10), "ms/record", 0.03, "");
        whileRecordsComeIn(intake, questions);
        again();
    }

    /** In a process that has done nothing yet; the files may be in the page cache. */
    private void begin() throws Exception {
        var watch = new Stopwatch();
        parts.openIndex();
        double opened = watch.seconds() * 1e3;
        watch = new Stopwatch();
        first();
        figures.say("first question of a new process", watch.seconds() * 1e3, "ms", "index opened in %.0f ms".formatted(opened));
        Intake.await(parts, parts.log().lastSequence()); // a folder may have been left without an index
        TimeUnit.SECONDS.sleep(SETTLED);
        watch = new Stopwatch();
        parts.search().rows(Questions.query("cause:declined"), CdrOrder.NEWEST_FIRST, 0, 100);
        parts.search().summarize(Questions.query("cause:declined"), Questions.FACETS, Questions.BUCKETS);
        figures.atMost("first question of a user, %d s after the start".formatted(SETTLED), watch.seconds() * 1e3, "ms", 300,
                "asked nothing like it before");
    }

    private void first() throws Exception {
        var query = Questions.query("cause:busy");
        parts.search().rows(query, CdrOrder.NEWEST_FIRST, 0, 100);
        parts.search().summarize(query, Questions.FACETS, Questions.BUCKETS);
    }

    private void again() throws Exception {
        parts.closeIndex();
        var watch = new Stopwatch();
        parts.openIndex();
        double opened = watch.seconds() * 1e3;
        watch = new Stopwatch();
        first();
        figures.atMost("first question after the index was opened (files in the page cache)", watch.seconds() * 1e3, "ms",
                300, "index opened in %.0f ms".formatted(opened));
    }

    /** Before records are made for the next figures: what is here is what a node has. */
    private void heap() throws Exception {
        parts.search().summarize(CdrQuery.ALL, Questions.FACETS, Questions.BUCKETS);
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        figures.atMost("heap in use after a collection, " + parts.log().lastSequence() + " records",
                heap.getUsed() / MEBIBYTE, "MiB", 1024, "of at most %.0f".formatted(heap.getMax() / MEBIBYTE));
    }

    private Intake afterTheLast() throws Exception {
        var newest = parts.search().rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 1).items().getFirst().startedAt();
        return new Intake(parts.log().lastSequence(), newest.plus(1, ChronoUnit.SECONDS), 100, 10);
    }

    // --- while records come in --------------------------------------------------

    private void put(List<Intake.Call> calls, int perSecond, AtTimes each) {
        long begun = System.nanoTime();
        for (int i = 0; i < calls.size(); i++) {
            long due = begun + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due)
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            parts.sink().ended(calls.get(i).cdr(), calls.get(i).ladder());
            if (i % (perSecond / 4) == 1)
                each.after(calls.get(i));
        }
    }

    /** Four times a second. */
    @FunctionalInterface
    private interface AtTimes {
        void after(Intake.Call call);
    }

    /**
     * Call ended to findable, at a rate; looked for by its Call-ID as somebody would who waits for it.
     *
     * @param cold why it has no target; empty where it has
     */
    private void freshness(Intake intake, int perSecond, int seconds, double target, String cold) throws Exception {
        var late = new ArrayList<Double>();
        var looking = new ArrayList<Thread>();
        var calls = intake.next(perSecond * seconds);
        var watch = new Stopwatch();
        put(calls, perSecond, call -> looking.add(Thread.ofVirtual().start(() -> {
            double found = untilFound(call);
            synchronized (late) {
                late.add(found);
            }
        })));
        for (var thread : looking)
            thread.join();
        String name = "call ended to findable, worst, at " + perSecond + "/s" + cold;
        double worst = late.stream().mapToDouble(d -> d).max().orElse(0);
        if (cold.isEmpty())
            figures.atMost(name, worst, "ms", target, "");
        else
            figures.say(name, worst, "ms", "");
        figures.say("  index threads, CPU", watch.indexCpu(calls.size()), "ms/record", "");
        Intake.await(parts, parts.log().lastSequence());
    }

    private double untilFound(Intake.Call call) {
        long ended = System.nanoTime();
        var query = Questions.query("callid:\"" + call.cdr().legs().getFirst().sipCallId() + "\"");
        try {
            while (parts.search().rows(query, CdrOrder.NEWEST_FIRST, 0, 1).total() == 0)
                TimeUnit.MILLISECONDS.sleep(20);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - ended) / 1e6;
    }

    /** What the index costs while nobody looks. */
    private double unwatched(Intake intake, int perSecond, int seconds) throws Exception {
        var calls = intake.next(perSecond * seconds);
        TimeUnit.SECONDS.sleep(6); // nobody has looked for a while
        var watch = new Stopwatch();
        put(calls, perSecond, _ -> { });
        Intake.await(parts, parts.log().lastSequence());
        return watch.indexCpu(calls.size());
    }

    private void whileRecordsComeIn(Intake intake, List<Question> questions) throws Exception {
        var stop = new AtomicBoolean();
        var calls = intake.next(5_000);
        var feeder = Thread.ofPlatform().start(() -> {
            while (!stop.get())
                put(calls, 5_000, _ -> { }); // the same ones again: making them is not the question
        });
        for (var question : questions)
            figures.atMost("  at 5,000 records/s: " + question.name() + ", p95", p95(question.ask(), 5, 40), "ms",
                    4 * question.target(), "");
        stop.set(true);
        feeder.join();
        Intake.await(parts, parts.log().lastSequence());
    }

    // --- questions --------------------------------------------------------------

    private void ask(Question question, Optional<Postgres> peer) throws Exception {
        warm(question.ask());
        var watch = new Stopwatch();
        double own = p95(question.ask(), 0, ASKED);
        String beside = watch.cpu(ASKED);
        if (peer.isPresent() && question.sql().of(new Random(1)).length > 0) {
            var database = peer.get();
            Question.Ask ask = r -> {
                for (String statement : question.sql().of(r))
                    database.ask(statement);
            };
            boolean slow = time(ask, new Random(2)) > 500;
            double other = p95(ask, slow ? 1 : 10, slow ? 3 : 30);
            beside += String.format(Locale.ROOT, ", PostgreSQL %.1f ms, %.1f times", other, other / own);
        }
        figures.atMost(question.name() + ", p95", own, "ms", question.target(), beside);
    }

    /** Until it is compiled, as far as that is worth the time. */
    private static void warm(Question.Ask ask) throws Exception {
        var random = new Random(43);
        long begun = System.nanoTime();
        for (int i = 0; System.nanoTime() - begun < (i < WARM ? WARM_NANOS : LEAST_NANOS); i++)
            ask.ask(random);
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
}
