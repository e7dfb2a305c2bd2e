package org.trunkline.cdr.journal.internal;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.cdr.journal.internal.JournalFolder.SMALL;
import static org.trunkline.cdr.journal.internal.JournalFolder.await;
import static org.trunkline.cdr.journal.internal.JournalFolder.readAll;
import static org.trunkline.cdr.journal.internal.JournalFolder.soFar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.cdr.journal.internal.segment.Frame;
import org.trunkline.cdr.journal.internal.segment.JournalException;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Tariff.Rate;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.engine.port.record.RecordLog.Entry;
import org.trunkline.engine.port.record.RecordRetention.Holds;
import org.trunkline.testkit.CdrGenerator;

class CdrJournalTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir
    Path dir;
    private JournalFolder folder;
    private final CdrGenerator records = new CdrGenerator(7, START, 20);

    @BeforeEach
    void makeFolder() {
        folder = new JournalFolder(dir);
    }

    @Test
    void whatIsAcknowledgedIsReadInOrderNowAndAfterARestart() throws Exception {
        var cdrs = some(500);
        String id;
        try (var journal = folder.open()) {
            write(journal, cdrs);
            id = journal.id();
            assertEquals(cdrs, cdrs(readAll(journal)));
        }
        try (var journal = folder.open()) {
            var entries = readAll(journal);
            assertEquals(cdrs, cdrs(entries));
            assertEquals(id, journal.id());
            assertEquals(500, journal.lastSequence());
            for (int i = 0; i < 500; i++) {
                assertEquals(i + 1, entries.get(i).sequence());
                assertEquals(Optional.of(entries.get(i)), journal.read(entries.get(i).position()));
                assertEquals(CdrGenerator.ladder(cdrs.get(i)),
                        journal.ladder(entries.get(i).ladder().orElseThrow()).orElseThrow());
            }
        }
    }

    @Test
    void aConsumerGoesOnWhereItWasOverSegmentsAndRestarts() throws Exception {
        var tiny = new CdrJournal.Limits(4_000, 1_000, 64 << 20, 0, 0, 1_000_000);
        var cdrs = some(300);
        var seen = new ArrayList<Cdr>();
        long offset = 0;
        for (int part = 0; part < 300; part += 50) {
            try (var journal = folder.open(tiny, InstantSource.system())) {
                for (var cdr : cdrs.subList(part, part + 50)) {
                    write(journal, List.of(cdr));
                    await(journal, journal.lastSequence());
                }
                try (var cursor = journal.from(offset)) {
                    for (var more = cursor.next(7); !more.isEmpty(); more = cursor.next(7)) {
                        seen.addAll(cdrs(more));
                        offset = more.getLast().next();
                    }
                }
                assertTrue(offset <= journal.end());
            }
        }
        assertTrue(folder.segments().size() > 5);
        assertEquals(cdrs, seen);
    }

    @Test
    void aWriteTornAtAnyByteLosesNothingBeforeIt() throws Exception {
        var cdrs = some(6);
        List<Entry> entries;
        try (var journal = folder.open()) {
            write(journal, cdrs);
            entries = readAll(journal);
        }
        var segment = folder.segments().getFirst();
        byte[] whole = Files.readAllBytes(segment);
        for (int cut = (int) entries.get(4).position(); cut < whole.length; cut++) {
            int at = cut;
            long left = entries.stream().filter(e -> e.next() <= at).count();
            Files.write(segment, Arrays.copyOf(whole, cut));
            try (var journal = folder.open()) {
                assertEquals(left, journal.lastSequence());
                write(journal, List.of(cdrs.get(5)));
                assertEquals(Stream.concat(cdrs.stream().limit(left), Stream.of(cdrs.get(5))).toList(),
                        cdrs(readAll(journal)), "cut at " + cut);
            }
        }
    }

    @Test
    void aDamagedByteCostsOneRecordAndNoneIsMisread() throws Exception {
        var cdrs = some(6);
        List<Entry> entries;
        try (var journal = folder.open()) {
            write(journal, cdrs);
            entries = readAll(journal);
        }
        var segment = folder.segments().getFirst();
        byte[] whole = Files.readAllBytes(segment);
        var others = new ArrayList<>(cdrs);
        others.remove(2);
        for (int at = (int) entries.get(2).position(); at < entries.get(2).next(); at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(segment, damaged);
            assertEquals(others, cdrs(folder.readAll()), "byte " + at);
        }
        assertEquals(whole.length, Files.size(segment));
    }

    @Test
    void whatIsDamagedIsToldAsLongAsItsSegmentIsThere() throws Exception {
        var cdrs = some(6);
        List<Entry> entries;
        try (var journal = folder.open()) {
            write(journal, cdrs);
            entries = readAll(journal);
            assertEquals(Optional.empty(), journal.trouble());
        }
        var segment = folder.segments().getFirst();
        byte[] damaged = Files.readAllBytes(segment);
        damaged[(int) entries.get(2).position() + Frame.HEAD] ^= 1;
        Files.write(segment, damaged);
        try (var journal = folder.open()) {
            assertEquals(Optional.empty(), journal.read(entries.get(2).position()));
            var told = journal.trouble().orElseThrow();
            assertEquals("journal-damaged", told.code());
            assertEquals(List.of(segment.toString(), "1"), told.args());
            journal.rollNow();
            Files.setLastModifiedTime(segment, FileTime.from(START));
            journal.care().drop(Instant.now(), Instant.EPOCH, Holds.NONE);
            assertEquals(Optional.empty(), journal.trouble());
        }
    }

    @Test
    void aDamagedHeaderIsReadOverAndANewSegmentBegun() throws Exception {
        var cdrs = some(4);
        try (var journal = folder.open()) {
            write(journal, cdrs);
        }
        var segment = folder.segments().getFirst();
        byte[] damaged = Files.readAllBytes(segment);
        damaged[20] ^= 1;
        Files.write(segment, damaged);
        var more = some(2);
        try (var journal = folder.open()) {
            write(journal, more);
            assertEquals(6, journal.lastSequence());
            assertEquals(Stream.concat(cdrs.stream(), more.stream()).toList(), cdrs(readAll(journal)));
        }
        assertEquals(2, folder.segments().size());
    }

    @Test
    void aCallThatWentOnIsClosedOnceAsInterruptedWhenTheNodeWasLastAlive() throws Exception {
        var clock = new AtomicReference<>(START);
        var calls = Stream.generate(records::next).filter(Cdr::answered).limit(3).toList();
        var dead = dir.resolve("dead");
        try (var journal = folder.open(SMALL, clock::get)) {
            calls.forEach(c -> journal.answered(soFar(c), Optional.empty()));
            write(journal, List.of(calls.get(1)));
            clock.set(JournalFolder.answer(calls.get(2)).plusSeconds(60));
            write(journal, some(1)); // a sign of life goes with it
            JournalFolder.copy(dir.resolve("journal"), dead.resolve("journal")); // as kill -9 would leave it
        }
        var after = new JournalFolder(dead);
        for (int restart = 0; restart < 3; restart++) {
            var interrupted = after.readAll().stream().map(Entry::cdr)
                    .filter(c -> c.cause() == Cause.INTERRUPTED).toList();
            assertEquals(List.of(calls.get(0).id(), calls.get(2).id()), interrupted.stream().map(Cdr::id).toList());
            assertEquals(clock.get(), interrupted.get(1).endedAt());
        }
        assertEquals(4, after.readAll().size());
    }

    @Test
    void aCallThatWentOnCostsWhatItTookUntilTheNodeWasLastAliveByThePricesAtItsAnswer() throws Exception {
        var clock = new AtomicReference<>(START);
        var call = Stream.generate(records::next).filter(Cdr::answered).findFirst().orElseThrow();
        var tariff = new Tariff("SEK", new Rate(new Amount(600_000), new Amount(50_000)), 60, 60, List.of());
        var dead = dir.resolve("dead");
        try (var journal = folder.open(new CdrJournal.Limits(2_000, 1_000, 64 << 20, 0, 0, 1_000_000), clock::get)) {
            journal.answered(soFar(call), Optional.of(tariff));
            clock.set(JournalFolder.answer(call).plusSeconds(90));
            for (int i = 0; i < 40; i++)
                write(journal, some(1));
            JournalFolder.copy(dir.resolve("journal"), dead.resolve("journal"));
        }
        assertTrue(folder.segments().size() > 2, "said again at the beginning of each");
        var last = new JournalFolder(dead).readAll().getLast().cdr();
        assertEquals(call.id(), last.id());
        assertEquals(Optional.of(new Cost(new Amount(1_250_000), "SEK")), last.cost());
    }

    @Test
    void aCallOpenOverManySegmentsIsStillClosed() throws Exception {
        var tiny = new CdrJournal.Limits(2_000, 1_000, 64 << 20, 0, 0, 1_000_000);
        var call = Stream.generate(records::next).filter(Cdr::answered).findFirst().orElseThrow();
        var dead = dir.resolve("dead");
        try (var journal = folder.open(tiny, InstantSource.system())) {
            journal.answered(soFar(call), Optional.empty());
            for (int i = 0; i < 60; i++)
                write(journal, some(1));
            JournalFolder.copy(dir.resolve("journal"), dead.resolve("journal"));
        }
        assertTrue(folder.segments().size() > 3);
        var last = new JournalFolder(dead).readAll().getLast().cdr();
        assertEquals(call.id(), last.id());
        assertEquals(Cause.INTERRUPTED, last.cause());
    }

    @Test
    void aClockThatStepsBackNeitherLosesNorReordersRecords() throws Exception {
        var clock = new AtomicReference<>(START.plusSeconds(86_400));
        var call = Stream.generate(records::next).filter(Cdr::answered).findFirst().orElseThrow();
        var cdrs = some(20);
        try (var journal = folder.open(SMALL, clock::get)) {
            journal.answered(soFar(call), Optional.empty());
            for (var cdr : cdrs) {
                clock.updateAndGet(now -> now.plusSeconds(cdr.startedAt().toEpochMilli() % 2 == 0 ? -7_200 : 3_600));
                write(journal, List.of(cdr));
            }
            assertEquals(cdrs, cdrs(readAll(journal)));
        }
    }

    @Test
    void aFullDiskKeepsRecordsWaitingAndRefusesNewCallsAtTheBound() throws Exception {
        var full = new AtomicBoolean();
        var limits = new CdrJournal.Limits(1 << 20, 50, 64 << 20, 0, 0, 1_000_000);
        var cdrs = some(80);
        try (var journal = new CdrJournal(dir, limits, InstantSource.system(), path -> new FullDisk(path, full))) {
            write(journal, cdrs.subList(0, 10));
            full.set(true);
            for (var cdr : cdrs.subList(10, 40))
                journal.ended(cdr, CdrGenerator.ladder(cdr));
            assertTrue(journal.accepting());
            for (var cdr : cdrs.subList(40, 80))
                journal.ended(cdr, CdrGenerator.ladder(cdr));
            assertFalse(journal.accepting());
            while (journal.trouble().isEmpty())
                TimeUnit.MILLISECONDS.sleep(1);
            assertEquals("disk-full", journal.trouble().get().code());
            assertEquals(10, journal.lastSequence());
            full.set(false);
            await(journal, 80);
            assertEquals(cdrs, cdrs(readAll(journal)));
            while (journal.trouble().isPresent() || !journal.accepting())
                TimeUnit.MILLISECONDS.sleep(1);
        }
        assertEquals(cdrs, cdrs(folder.readAll()));
    }

    @Test
    void aNewerJournalIsRefusedByNameAndUntouched() throws Exception {
        try (var journal = folder.open()) {
            write(journal, some(3));
        }
        var segment = folder.segments().getFirst();
        byte[] newer = Files.readAllBytes(segment);
        newer[11] = 9;
        Files.write(segment, newer);
        var refused = assertThrows(JournalException.class, folder::open);
        assertTrue(refused.getMessage().contains(segment.toString()) && refused.getMessage().contains("format 9"));
        assertArrayEquals(newer, Files.readAllBytes(segment));
        assertEquals(1, folder.segments().size());
    }

    @Test
    void manyThreadsWriteAtOnce() throws Exception {
        var cdrs = some(2_000);
        try (var journal = folder.open(new CdrJournal.Limits(1 << 20, 5_000, 64 << 20, 0, 0, 1_000_000),
                InstantSource.system())) {
            var next = new AtomicInteger();
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++)
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = next.getAndIncrement(); i < cdrs.size(); i = next.getAndIncrement())
                        journal.ended(cdrs.get(i), CdrGenerator.ladder(cdrs.get(i)));
                }));
            for (var thread : threads)
                thread.join();
            await(journal, 2_000);
            assertEquals(cdrs.stream().map(Cdr::id).collect(toSet()),
                    readAll(journal).stream().map(e -> e.cdr().id()).collect(toSet()));
        }
    }

    @Test
    void aDiskThatFailsNowAndThenDoublesNothing() throws Exception {
        var full = new AtomicBoolean();
        var limits = new CdrJournal.Limits(20_000, 5_000, 64 << 20, 0, 3_000_000, 100_000);
        var cdrs = some(600);
        try (var journal = new CdrJournal(dir, limits, InstantSource.system(), path -> new FullDisk(path, full))) {
            for (int i = 0; i < 600; i++) {
                full.set(i % 50 > 40);
                if (cdrs.get(i).answered())
                    journal.answered(soFar(cdrs.get(i)), Optional.empty());
                journal.ended(cdrs.get(i), CdrGenerator.ladder(cdrs.get(i)));
                if (i % 7 == 0)
                    Thread.yield();
            }
            full.set(false);
            await(journal, 600);
            assertEquals(cdrs, cdrs(readAll(journal)));
        }
        assertEquals(cdrs, cdrs(folder.readAll()));
    }

    /** Says that no space is left when told to, after writing half of what was asked. */
    private record FullDisk(AppendFile file, AtomicBoolean full) implements AppendFile {
        FullDisk(Path path, AtomicBoolean full) throws IOException {
            this(AppendFile.open(path), full);
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            if (full.get()) {
                file.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
                throw new IOException("No space left on device");
            }
            file.write(bytes, position);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private List<Cdr> some(int count) {
        return Stream.generate(records::next).limit(count).toList();
    }

    private static void write(CdrJournal journal, List<Cdr> cdrs) throws InterruptedException {
        long before = journal.lastSequence();
        for (var cdr : cdrs)
            journal.ended(cdr, CdrGenerator.ladder(cdr));
        await(journal, before + cdrs.size());
    }

    private static List<Cdr> cdrs(List<Entry> entries) {
        return entries.stream().map(Entry::cdr).toList();
    }
}
