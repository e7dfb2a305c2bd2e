package org.trunkline.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.engine.port.record.RecordStage.Trouble;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.FakeDirectory;

/**
 * A disk that is full to the last byte while calls end: nothing is acknowledged that is not there, and the trouble is
 * told, and who searches is answered; once there is room again, each record is in journal, index and store exactly once,
 * and settings can be changed. On a file system of its own, which it fills. Exits with 1 where it is not so.
 */
public final class FullDisk {
    private static final int SOME = 2_000;
    private static final int CHUNK = 1 << 20;
    private static final int ASKED = 300;
    private static final Trunk TRUNK = FakeDirectory.trunk("carrier", "127.0.0.1");
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);

    private final Path folder;
    private final CdrGenerator generator;
    private final HashSet<Object> put = new HashSet<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    private FullDisk(Path folder, long seed) {
        this.folder = folder;
        generator = new CdrGenerator(seed, RecordsBench.START, 100);
    }

    /** @param args the folder, which is the file system's, and a seed */
    public static void main(String[] args) throws Exception {
        new FullDisk(Path.of(args[0]), Long.parseLong(args[1])).run();
        System.exit(0);
    }

    private void run() throws Exception {
        var data = folder.resolve("data");
        var ballast = folder.resolve("ballast");
        try (var parts = new Parts(data)) {
            parts.openIndex();
            parts.openStore("");
            put(parts);
            await("all is there before", parts, () -> isAllThere(parts));
            // what nobody has asked for yet lies in memory, and needs room to be found
            check(found(parts) == SOME, "not all is found before");
            var full = new AtomicBoolean(true);
            var filling = filling(ballast, full);
            var asking = Thread.ofPlatform().daemon().start(() -> ask(parts, full));
            put(parts);
            await("the full disk is told", parts, () -> parts.journal().trouble().filter(it -> it.code().equals("disk-full")).isPresent());
            long acknowledged = parts.log().lastSequence();
            check(acknowledged < put.size(), acknowledged + " acknowledged, with no room for them");
            System.out.println(acknowledged + " of " + put.size() + " records acknowledged on the full disk");
            await("the store refuses what it cannot write", parts, () -> !changed(parts));
            await("it is searched", parts, () -> asked.get() >= ASKED || !refused.isEmpty());
            full.set(false);
            asking.join();
            filling.join();
            check(refused.isEmpty(), "a search on the full disk: " + refused);
            System.out.println(asked + " searches on the full disk; the index then: "
                    + parts.stages().getFirst().trouble().map(Trouble::message).orElse("well"));
            Files.delete(ballast);
            await("all is there afterwards", parts, () -> isAllThere(parts));
            await("the trouble is over", parts, () -> parts.journal().trouble().isEmpty());
            put(parts);
            await("settings can be changed again", parts, () -> changed(parts));
            await("it goes on", parts, () -> isAllThere(parts));
            check(RecordFaults.inJournal(parts).keySet().equals(put), "the journal differs");
            check(RecordFaults.inIndex(parts).equals(put), "the index differs");
            check(RecordFaults.inStore(data).equals(put), "the store differs");
            System.out.println(put.size() + " records in journal, index and store");
        }
    }

    /** Calls that were going on: they end whether or not there is room. */
    private void put(Parts parts) {
        List<Cdr> calls = Stream.generate(generator::next).limit(SOME).toList();
        for (var call : calls) {
            parts.sink().ended(call, CdrGenerator.ladder(call));
            put.add(call.id());
        }
    }

    /** While the disk is full, as somebody who looks at the newest calls. */
    private void ask(Parts parts, AtomicBoolean full) {
        while (full.get() && refused.isEmpty()) {
            try {
                long total = found(parts);
                if (total < SOME)
                    refused.add("only " + total + " found");
                asked.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (NodeUnavailableException | QueryException | RuntimeException | InterruptedException e) {
                refused.add(e.toString());
            }
        }
    }

    private static long found(Parts parts) throws NodeUnavailableException, QueryException {
        return parts.search().rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 100).total();
    }

    /** @return whether a trunk could be saved */
    private static boolean changed(Parts parts) {
        try {
            parts.settings().apply(List.of(new ConfigChange.PutTrunk(TRUNK, Optional.empty())), "full disk");
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private boolean isAllThere(Parts parts) {
        return parts.log().lastSequence() == put.size()
                && parts.stages().stream().mapToLong(RecordStage::sequence).allMatch(it -> it == put.size());
    }

    /** Also of the room that the index gives back when it has merged something. @return once the disk is full */
    private static Thread filling(Path ballast, AtomicBoolean full) throws Exception {
        var filled = new CountDownLatch(1);
        var thread = Thread.ofPlatform().daemon().start(() -> {
            try (var out = Files.newOutputStream(ballast)) {
                for (; full.get(); TimeUnit.MILLISECONDS.sleep(1)) {
                    for (int size = CHUNK; size > 0; size /= 2)
                        fill(out, new byte[size]);
                    filled.countDown();
                }
            } catch (IOException | InterruptedException e) {
                System.out.println("the disk could not be filled: " + e);
            } finally {
                filled.countDown(); // nobody waits for a disk that cannot be filled
            }
        });
        filled.await();
        return thread;
    }

    private static void fill(OutputStream out, byte[] chunk) {
        try {
            for (;;)
                out.write(chunk);
        } catch (IOException e) {
            // no room for so much any more
        }
    }

    /** What comes true before long. */
    @FunctionalInterface
    private interface Condition {
        boolean isTrue() throws Exception;
    }

    private static void await(String what, Parts parts, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.isTrue()) {
            if (System.nanoTime() > end)
                fail("never: " + what + "; journal at " + parts.log().lastSequence() + parts.journal().trouble() + parts.stages()
                        .stream().map(stage -> ", " + stage.name() + " at " + stage.sequence() + stage.trouble()).toList());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void check(boolean good, String what) {
        if (!good)
            fail(what);
    }

    private static void fail(String what) {
        System.out.println("FAILED: " + what);
        System.exit(1);
    }
}
