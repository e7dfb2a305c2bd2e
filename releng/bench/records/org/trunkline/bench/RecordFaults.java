package org.trunkline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.testkit.CdrGenerator;

/**
 * Everything that may befall records at once, and then a count. A process takes calls, some of which go on all the time,
 * while its store is down now and then; it is killed (SIGKILL) at seeded points, once without its index at the next
 * start. At the end each record that was acknowledged is in journal, index and store exactly once, and each call that
 * was going on is there as interrupted. Exits with 1 where it is not so.
 */
public final class RecordFaults {
    private static final int ROUNDS = 3;
    private static final int GOING_ON = 40;
    private static final int PER_ROUND = 20_000;
    private static final long EACH_MS = 4;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);
    private static final String ACKNOWLEDGED = "acknowledged ";

    private final Path work;
    private final long seed;

    private RecordFaults(Path work, long seed) {
        this.work = work;
        this.seed = seed;
    }

    /** @param args {@code run FOLDER SEED}; {@code feed FOLDER SEED ROUND} is the process that dies */
    public static void main(String[] args) throws Exception {
        var faults = new RecordFaults(Path.of(args[1]), Long.parseLong(args[2]));
        if (args[0].equals("feed"))
            faults.feed(Integer.parseInt(args[3]));
        else
            System.exit(faults.run() ? 0 : 1);
    }

    // --- the process that dies ----------------------------------------------------

    private List<Cdr> calls(int round) {
        var records = new CdrGenerator(seed + round, RecordsBench.START.plusSeconds(round * 10_000L), 100);
        var all = new ArrayList<Cdr>();
        for (int i = 0; i < PER_ROUND; i++)
            all.add(records.next());
        return all;
    }

    /** Says how many of its calls are acknowledged, and how many calls it has begun. */
    private void feed(int round) throws Exception {
        var random = new Random(seed * 31 + round);
        try (var parts = new Parts(work.resolve("data"))) {
            parts.openIndex();
            parts.openStore("");
            long before = parts.log().lastSequence();
            System.out.println("begun " + before);
            Thread.ofPlatform().daemon().start(() -> breakStore(random));
            var all = calls(round);
            var goingOn = new ArrayDeque<Cdr>();
            for (int i = 0; i < all.size(); i++) {
                parts.sink().answered(soFar(all.get(i)), Optional.empty());
                goingOn.add(all.get(i));
                while (goingOn.size() > GOING_ON || !parts.sink().accepting())
                    end(parts, goingOn);
                if (i % GOING_ON == 0) {
                    System.out.println(ACKNOWLEDGED + (parts.log().lastSequence() - before));
                    TimeUnit.MILLISECONDS.sleep(EACH_MS);
                }
            }
            TimeUnit.HOURS.sleep(1); // the script kills it before
        }
    }

    private static void end(Parts parts, ArrayDeque<Cdr> goingOn) {
        if (goingOn.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            return;
        }
        var call = goingOn.remove();
        parts.sink().ended(call, CdrGenerator.ladder(call));
    }

    private static Cdr soFar(Cdr c) {
        return new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.answeredAt().orElse(c.startedAt()), EndedBy.NODE, 200, Cause.INTERRUPTED, c.reason(),
                c.legs(), List.of(), c.why());
    }

    /** The store is down for longer than it is up. */
    private void breakStore(Random random) {
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + work.resolve("data/store/trunkline").toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=32768;WRITE_DELAY=0", "sa", "");
                var statement = connection.createStatement()) {
            for (;;) {
                TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(300));
                statement.execute("alter table call_record rename to away");
                TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(1_000));
                statement.execute("alter table away rename to call_record");
            }
        } catch (SQLException | InterruptedException e) {
            System.out.println("the store could not be broken: " + e);
        }
    }

    // --- who kills it, and counts -------------------------------------------------

    private boolean run() throws Exception {
        System.out.println("seed " + seed);
        RecordsBench.delete(work);
        var acknowledged = new ArrayList<Cdr>();
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            long count = killed(round, 1_000L + random.nextInt(3_000));
            acknowledged.addAll(calls(round).subList(0, (int) count));
            mendStore();
            if (round == ROUNDS / 2)
                RecordsBench.delete(work.resolve("data/index"));
        }
        try (var parts = new Parts(work.resolve("data"))) {
            parts.openIndex();
            parts.openStore("");
            return count(parts, acknowledged);
        } finally {
            RecordsBench.delete(work);
        }
    }

    /** @return how many of the round's calls were acknowledged, at least */
    private long killed(int round, long atLeast) throws Exception {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), RecordFaults.class.getName(), "feed", work.toString(),
                Long.toString(seed), Integer.toString(round)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long count = 0;
        try (var out = process.inputReader()) {
            while (count < atLeast) {
                String line = Optional.ofNullable(out.readLine())
                        .orElseThrow(() -> new IOException("it ended by itself, after round " + round));
                if (line.startsWith(ACKNOWLEDGED))
                    count = Math.max(count, Long.parseLong(line.substring(ACKNOWLEDGED.length())));
                else if (!line.startsWith("begun"))
                    System.out.println(line);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        System.out.println("killed after " + count + " records of round " + round);
        return count;
    }

    /** As somebody would who finds the table away. */
    private void mendStore() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + work.resolve("data/store/trunkline").toAbsolutePath(),
                "sa", ""); var statement = connection.createStatement()) {
            statement.execute("alter table if exists away rename to call_record");
        }
    }

    private boolean count(Parts parts, List<Cdr> acknowledged) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (parts.stages().stream().anyMatch(stage -> stage.sequence() < parts.log().lastSequence())) {
            if (System.nanoTime() > end)
                return fail("not all is there after minutes: " + parts.stages().stream().map(RecordStage::trouble).toList());
            TimeUnit.MILLISECONDS.sleep(20);
        }
        var journal = inJournal(parts);
        var index = inIndex(parts);
        var store = inStore(work.resolve("data"));
        System.out.println(journal.size() + " records in the journal, " + acknowledged.size() + " of them known to be acknowledged, "
                + journal.values().stream().filter(Cause.INTERRUPTED::equals).count() + " interrupted");
        boolean good = index.equals(journal.keySet()) || fail("the index differs: " + index.size());
        good &= store.equals(journal.keySet()) || fail("the store differs: " + store.size());
        for (var cdr : acknowledged)
            good &= journal.get(cdr.id()) == cdr.cause() || fail(cdr.id() + " is " + journal.get(cdr.id()) + ", not " + cdr.cause());
        return good;
    }

    private static boolean fail(String what) {
        System.out.println("FAILED: " + what);
        return false;
    }

    static Map<CallId, Cause> inJournal(Parts parts) throws IOException {
        var found = new HashMap<CallId, Cause>();
        try (var cursor = parts.log().from(parts.log().first())) {
            for (var some = cursor.next(1_000); !some.isEmpty(); some = cursor.next(1_000))
                for (var entry : some)
                    if (found.put(entry.cdr().id(), entry.cdr().cause()) != null)
                        throw new IllegalStateException(entry.cdr().id() + " is in the journal twice");
        }
        return found;
    }

    static HashSet<CallId> inIndex(Parts parts) throws Exception {
        var found = new HashSet<CallId>();
        Optional<String> after = Optional.empty();
        do {
            var page = parts.search().records(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, after, 500);
            for (var cdr : page.items())
                if (!found.add(cdr.id()))
                    throw new IllegalStateException(cdr.id() + " is in the index twice");
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    /** @param data the folder of the node */
    static HashSet<CallId> inStore(Path data) throws SQLException {
        var found = new HashSet<CallId>();
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("store/trunkline").toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=32768;WRITE_DELAY=0", "sa", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from call_record")) {
            while (rows.next())
                if (!found.add(new CallId(rows.getString(1))))
                    throw new IllegalStateException(rows.getString(1) + " is in the store twice");
        }
        return found;
    }
}
