package org.trunkline.cdr.journal.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.ReplacedRecords;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** What the SPI promises to a consumer of records. */
class JournalFollowerTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final FollowerLimits QUICK = new FollowerLimits(100, Duration.ofMillis(1), Duration.ofMillis(2),
            Duration.ofMillis(1), Duration.ofSeconds(4));

    @TempDir
    Path dir;
    private final MemoryRecordLog log = new MemoryRecordLog("j1");
    private final List<RecordStage> stages = new CopyOnWriteArrayList<>();

    private JournalFollower follower() {
        return follower(QUICK);
    }

    private JournalFollower follower(FollowerLimits limits) {
        return new JournalFollower(log, new ConsumerOffsets(dir), InstantSource.fixed(START), limits, stage -> {
            stages.add(stage);
            return () -> stages.remove(stage);
        });
    }

    private static List<Cdr> some(long seed, int count) {
        var records = new CdrGenerator(seed, START, 20);
        return Stream.generate(records::next).limit(count).toList();
    }

    /** A third consumer is this. */
    private static final class Ids implements RecordConsumer {
        final List<String> ids = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "ids";
        }

        @Override
        public void consume(RecordBatch batch) {
            batch.entries().forEach(entry -> ids.add(entry.cdr().id().value()));
        }
    }

    /** One that does as a test says, and notes what it gets. */
    private static class Noting implements RecordConsumer {
        final List<Long> got = new CopyOnWriteArrayList<>();
        final List<Integer> sizes = new CopyOnWriteArrayList<>();
        final List<ReplacedRecords> changes = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public StartAt startAt() {
            return StartAt.OLDEST;
        }

        @Override
        public Gathering gathering() {
            return new Gathering(Duration.ZERO, true);
        }

        @Override
        public void consume(RecordBatch batch) throws ExtensionException {
            sizes.add(batch.entries().size());
            batch.entries().forEach(entry -> got.add(entry.sequence()));
        }

        @Override
        public void replaced(ReplacedRecords change) throws ExtensionException {
            changes.add(change);
        }
    }

    private static List<Long> upTo(int count) {
        return Stream.iterate(1L, n -> n + 1).limit(count).toList();
    }

    @Test
    void aThirdConsumerIsTenLines() {
        var consumer = new Ids();
        log.append(some(1, 50));
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("it has its offset", () -> Files.exists(dir.resolve("ids.offset")));
            log.append(some(2, 30));
            Await.until("it gets those that come", () -> consumer.ids.size() == 30);
        }
        assertEquals(some(2, 30).stream().map(c -> c.id().value()).toList(), consumer.ids);
    }

    @Test
    void eachRecordComesOnceOverRestartsInBoundedBatchesOldestFirst() {
        var consumer = new Noting();
        for (int round = 1; round <= 3; round++) {
            log.append(some(round, 250));
            int all = 250 * round;
            try (var follower = follower()) {
                follower.add(Optional.empty(), consumer);
                Await.until("all came", () -> consumer.got.size() >= all);
            }
        }
        assertEquals(upTo(750), consumer.got);
        assertTrue(consumer.sizes.stream().allMatch(size -> size >= 1 && size <= 100), consumer.sizes.toString());
    }

    @Test
    void whatFailedComesAgainAndIsAnAlarmMeanwhile() {
        var broken = new AtomicInteger(20);
        var consumer = new Noting() {
            @Override
            public void consume(RecordBatch batch) throws ExtensionException {
                if (batch.entries().getFirst().sequence() > 100 && broken.get() > 0) {
                    int left = broken.decrementAndGet();
                    if (left % 3 == 0)
                        throw new NoClassDefFoundError("com/example/Missing");
                    if (left % 3 == 1)
                        throw new OutOfMemoryError("Java heap space");
                    throw new ExtensionException("the warehouse is away", true);
                }
                super.consume(batch);
            }
        };
        log.append(some(1, 300));
        var alarms = new CopyOnWriteArrayList<String>();
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("all came", () -> consumer.got.size() >= 300,
                    () -> stages.forEach(stage -> stage.trouble().ifPresent(it -> alarms.add(it.code()))));
            Await.until("the trouble is over", () -> stages.getFirst().trouble().isEmpty());
            assertEquals(300, stages.getFirst().sequence());
        }
        assertEquals(upTo(300), consumer.got);
        assertTrue(alarms.contains("consumer-stopped"), alarms.toString());
        assertEquals(List.of(), stages);
    }

    @Test
    void oneThatHangsHoldsUpNoOther() throws Exception {
        var over = new CountDownLatch(1);
        var consumer = new Noting();
        try (var follower = follower()) {
            follower.add(Optional.empty(), new RecordConsumer() {
                @Override
                public String name() {
                    return "hanging";
                }

                @Override
                public StartAt startAt() {
                    return StartAt.OLDEST;
                }

                @Override
                public void consume(RecordBatch batch) throws ExtensionException {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        throw new ExtensionException("interrupted", true, e);
                    }
                }
            });
            follower.add(Optional.empty(), consumer);
            log.append(some(1, 300));
            Await.until("the other gets all", () -> consumer.got.size() == 300);
            over.countDown();
        }
    }

    @Test
    void itsOwnOffsetCountsMore() {
        var own = new AtomicLong(1);
        var consumer = new Noting() {
            @Override
            public Optional<String> journal() {
                return Optional.of("j1");
            }

            @Override
            public Optional<Long> position(String journal) {
                return Optional.of(own.get());
            }

            @Override
            public void consume(RecordBatch batch) throws ExtensionException {
                super.consume(batch);
                if (batch.next() > 150 && own.get() == 1) {
                    own.set(101); // its transaction was rolled back to there
                    throw new ExtensionException("rolled back", true);
                }
            }
        };
        log.append(some(1, 200));
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("all came", () -> consumer.got.size() == 300);
        }
        assertEquals(upTo(200), consumer.got.subList(0, 200));
        assertEquals(upTo(200).subList(100, 200), consumer.got.subList(200, 300));
        assertTrue(Files.notExists(dir.resolve("noting.offset")), "the node keeps none");
    }

    @Test
    void whatWasChangedInTheJournalIsTold() {
        log.append(some(1, 3_000));
        var consumer = new Noting();
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("all came", () -> consumer.got.size() == 3_000);
            log.change("j1-1", c -> c.id().hashCode() % 2 == 0 ? erased(c) : c);
            Await.until("the change is told", () -> !consumer.changes.isEmpty() && consumer.changes.getLast().last());
            log.append(some(2, 10));
            Await.until("and what comes", () -> consumer.got.size() == 3_010);
        }
        var entries = consumer.changes.stream().flatMap(change -> change.entries().stream()).toList();
        assertEquals(some(1, 3_000).stream().filter(c -> c.id().hashCode() % 2 == 0).map(Cdr::id).toList(),
                entries.stream().map(entry -> entry.cdr().id()).toList());
        assertTrue(entries.stream().allMatch(entry -> entry.cdr().from().dialled().equals("erased")));
        assertTrue(consumer.changes.stream().allMatch(change -> change.entries().size() <= 1_000
                && change.before().equals("j1") && change.journal().equals("j1-1")));
        assertEquals(upTo(3_010), consumer.got, "and nothing again");
    }

    @Test
    void whatWasChangedWhileItWasAwayIsToldWhenItIsBack() {
        log.append(some(1, 100));
        var consumer = new Noting();
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("all came", () -> consumer.got.size() == 100);
        }
        log.change("j1-1", c -> erased(c));
        log.append(some(2, 50));
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("what came meanwhile", () -> consumer.got.size() == 150);
        }
        assertEquals(100, consumer.changes.stream().mapToInt(change -> change.entries().size()).sum(), "not those that it never had");
        assertEquals(upTo(150), consumer.got);
    }

    private static Cdr erased(Cdr c) {
        return new Cdr(c.id(), c.direction(), Party.of("erased"), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), c.legs(), c.quality(), c.why());
    }

    @Test
    void idleIsCalledOnceAllIsDeliveredAndAgainWhenItAsksTo() {
        var idle = new AtomicInteger();
        var consumer = new Noting() {
            @Override
            public Optional<Duration> idle() {
                return idle.incrementAndGet() < 5 ? Optional.of(Duration.ofMillis(1)) : Optional.empty();
            }
        };
        log.append(some(1, 10));
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("it is called again and again", () -> idle.get() == 5);
        }
        assertEquals(upTo(10), consumer.got);
    }

    @Test
    void ofTwoWithOneNameTheSecondWaits() {
        var first = new Noting();
        var second = new Noting();
        try (var follower = follower()) {
            follower.add(Optional.empty(), first);
            follower.add(Optional.empty(), second);
            log.append(some(1, 10));
            Await.until("the first gets all", () -> first.got.size() == 10);
            follower.remove(first);
            log.append(some(2, 10));
            Await.until("the second goes on", () -> second.got.size() == 10);
            assertEquals(upTo(20).subList(10, 20), second.got);
        }
    }

    @Test
    void eachPluginHasNamesOfItsOwn() {
        var ours = new Noting();
        var theirs = new Noting();
        log.append(some(1, 10));
        try (var follower = follower()) {
            follower.add(Optional.empty(), ours);
            Await.until("ours gets all", () -> ours.got.size() == 10);
            follower.add(Optional.of("com.example.crm"), theirs);
            Await.until("theirs begins with the first", () -> theirs.got.size() == 10);
            assertEquals(List.of("noting", "com.example.crm/noting"), stages.stream().map(RecordStage::name).toList());
        }
    }

    @Test
    void aPluginThatWasRemovedBeginsAgainAndAnotherContinues() {
        var plugin = Optional.of("com.example.crm");
        log.append(some(1, 10));
        try (var follower = follower()) {
            for (var each : List.of(plugin, Optional.of("com.example.other"))) {
                var first = new Noting();
                follower.add(each, first);
                Await.until("it gets all", () -> first.got.size() == 10);
                follower.remove(first);
            }
            follower.forget(plugin.get());
            follower.forget("com.example.never");
            log.append(some(2, 5));
            var again = new Noting();
            var other = new Noting();
            follower.add(plugin, again);
            follower.add(Optional.of("com.example.other"), other);
            Await.until("all come", () -> again.got.size() == 15 && other.got.size() == 5);
        }
    }

    @Test
    void aConsumerThatDoesNotEndKeepsNoOffsetAfterwards() throws Exception {
        var plugin = Optional.of("com.example.crm");
        var held = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var stuck = new Noting() {
            @Override
            public void consume(RecordBatch batch) throws ExtensionException {
                begun.countDown();
                for (;;)
                    try {
                        held.await();
                        break;
                    } catch (InterruptedException e) {
                        continue; // as a plug-in may
                    }
                super.consume(batch);
                left.countDown();
            }
        };
        var limits = new FollowerLimits(100, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO, Duration.ofMillis(10));
        log.append(some(1, 10));
        try (var follower = follower(limits)) {
            follower.add(plugin, stuck);
            begun.await();
            follower.remove(stuck);
            follower.forget(plugin.get());
            held.countDown();
            left.await();
            Await.until("its thread ends", () -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("cdr-com.example.crm/noting")));
            assertFalse(Files.exists(dir.resolve(plugin.get())));
        }
    }

    @Test
    void aPluginThatDoesNotSayItsNameIsAskedAgainAndIsAnAlarmMeanwhile() {
        var down = new AtomicBoolean(true);
        var consumer = new Noting() {
            @Override
            public String name() {
                if (down.get())
                    throw new IllegalStateException("the database is away");
                return super.name();
            }
        };
        log.append(some(1, 10));
        try (var follower = follower()) {
            follower.add(Optional.of("com.example.crm"), consumer);
            Await.until("an alarm", () -> !stages.isEmpty());
            assertEquals("com.example.crm", stages.getFirst().name());
            assertEquals("consumer-stopped", stages.getFirst().trouble().orElseThrow().code());
            down.set(false);
            Await.until("it gets all", () -> consumer.got.size() == 10);
            awaitStage("com.example.crm/noting");
        }
    }

    private void awaitStage(String name) {
        Await.until(name + " alone is shown", () -> stages.stream().map(RecordStage::name).toList().equals(List.of(name)));
    }

    @Test
    void aPluginThatHangsOverItsNameHoldsUpNobody() {
        var hanging = new Noting() {
            @Override
            public String name() {
                LockSupport.park();
                throw new IllegalStateException("interrupted");
            }
        };
        var consumer = new Noting();
        log.append(some(1, 10));
        try (var follower = follower()) {
            follower.add(Optional.of("com.example.crm"), hanging);
            follower.add(Optional.empty(), consumer);
            Await.until("the other gets all", () -> consumer.got.size() == 10);
            follower.remove(hanging);
        }
        assertEquals(List.of(), hanging.got);
    }

    @Test
    void anUpdateThatRenamesContinuesUnderTheNewName() {
        var name = new AtomicReference<>("noting");
        var consumer = new Noting() {
            @Override
            public String name() {
                return name.get();
            }
        };
        var plugin = "com.example.crm";
        log.append(some(1, 10));
        try (var follower = follower()) {
            follower.add(Optional.of(plugin), consumer);
            Await.until("it gets all", () -> consumer.got.size() == 10);
            follower.update(plugin, consumer);
            name.set("exporter");
            follower.update(plugin, consumer);
            Await.until("it begins as a new one", () -> consumer.got.size() == 20);
            awaitStage(plugin + "/exporter");
        }
    }

    @Test
    void aConsumerWithoutAUsableNameGetsNothing() {
        var nameless = new Noting() {
            @Override
            public String name() {
                return "../../etc/passwd";
            }
        };
        log.append(some(1, 10));
        try (var follower = follower()) {
            follower.add(Optional.empty(), nameless);
            assertEquals(List.of(), stages);
        }
        assertEquals(List.of(), nameless.got);
    }

    @Test
    void whatIsLeftIsDeliveredBeforeItCloses() {
        var consumer = new Noting() {
            @Override
            public Gathering gathering() {
                return new Gathering(Duration.ofMinutes(1), false);
            }
        };
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("it has its offset", () -> Files.exists(dir.resolve("noting.offset")));
            log.append(some(1, 30));
        }
        assertEquals(upTo(30), consumer.got);
    }

    @Test
    void anOffsetThatCannotBeReadMeansAllRecordsAgain() throws Exception {
        log.append(some(1, 30));
        Files.writeString(dir.resolve("noting.offset"), "j1 12");
        var consumer = new Noting();
        try (var follower = follower()) {
            follower.add(Optional.empty(), consumer);
            Await.until("all came", () -> consumer.got.size() == 30);
        }
        assertEquals(upTo(30), new ArrayList<>(consumer.got));
    }
}
