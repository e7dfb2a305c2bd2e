package org.trunkline.cdr.journal.internal.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.cdr.journal.internal.JournalFolder.await;
import static org.trunkline.cdr.journal.internal.JournalFolder.readAll;
import static org.trunkline.cdr.journal.internal.JournalFolder.soFar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.cdr.journal.internal.CdrJournal;
import org.trunkline.cdr.journal.internal.JournalFolder;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.record.RecordLog.Entry;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;

/** A disk that takes its time, or fails, when told to force; and what kill -9 or a power cut leaves of it. */
class SlowDiskTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    /** A few records a segment. */
    private static final CdrJournal.Limits TINY = new CdrJournal.Limits(2_000, 1_000, 64 << 20, 0, 0, 1_000_000);

    @TempDir
    Path dir;
    private final CdrGenerator records = new CdrGenerator(11, START, 20);

    @Test
    void recordsAreInTheFileWhileTheDiskIsBusy() throws Exception {
        var disk = new Disk();
        var cdrs = some(200);
        var copies = new AtomicInteger();
        try (var journal = new CdrJournal(dir, TINY, InstantSource.system(), disk::open)) {
            disk.hang();
            cdrs.forEach(c -> journal.ended(c, CdrGenerator.ladder(c)));
            // each into a folder of its own: a journal that opens a copy goes on in it
            Await.until("all is written", () -> wouldBeKept(dir.resolve("dead" + copies.incrementAndGet())) == 200);
            assertTrue(journal.lastSequence() < 200, "acknowledged before it was forced");
            assertEquals(journal.lastSequence(), readAll(journal).size(), "read before it was acknowledged");
            disk.go();
            await(journal, 200);
            assertEquals(cdrs, readAll(journal).stream().map(Entry::cdr).toList());
        }
        assertEquals(cdrs, new JournalFolder(dir.resolve("dead" + copies)).readAll().stream().map(Entry::cdr).toList());
    }

    @Test
    void aForceThatFailsLosesAndDoublesNothingOverSegments() throws Exception {
        var disk = new Disk();
        var cdrs = some(300);
        try (var journal = new CdrJournal(dir, TINY, InstantSource.system(), disk::open)) {
            for (int i = 0; i < 300; i++) {
                if (i % 60 == 20)
                    disk.failures.set(3);
                if (cdrs.get(i).answered())
                    journal.answered(soFar(cdrs.get(i)), Optional.empty());
                journal.ended(cdrs.get(i), CdrGenerator.ladder(cdrs.get(i)));
                if (i % 60 == 50)
                    await(journal, i + 1L);
            }
            await(journal, 300);
            assertEquals(0, disk.failures.get());
            assertEquals(cdrs, readAll(journal).stream().map(Entry::cdr).toList());
            Await.until("the trouble is over", () -> journal.trouble().isEmpty());
        }
        assertEquals(cdrs, new JournalFolder(dir).readAll().stream().map(Entry::cdr).toList());
    }

    @Test
    void aSegmentThatAPowerCutLeftHalfMadeHidesNoOpenCall() throws Exception {
        var call = Stream.generate(records::next).filter(Cdr::answered).findFirst().orElseThrow();
        var cdrs = some(30);
        var dead = dir.resolve("dead");
        try (var journal = new CdrJournal(dir, TINY, InstantSource.system(), AppendFile::open)) {
            journal.answered(soFar(call), Optional.empty());
            for (int i = 0; i < 30; i++) {
                journal.ended(cdrs.get(i), CdrGenerator.ladder(cdrs.get(i)));
                await(journal, i + 1L);
            }
            JournalFolder.copy(dir.resolve("journal"), dead.resolve("journal"));
        }
        var last = new JournalFolder(dead).segments().getLast();
        for (int size : List.of(SegmentHeader.SIZE + 5, SegmentHeader.SIZE, 10, 0)) {
            var cut = dir.resolve("cut" + size);
            JournalFolder.copy(dead.resolve("journal"), cut.resolve("journal"));
            var half = cut.resolve("journal").resolve(last.getFileName());
            Files.write(half, Arrays.copyOf(Files.readAllBytes(half), size));
            var kept = new JournalFolder(cut).readAll();
            assertEquals(call.id(), kept.getLast().cdr().id(), "cut at " + size);
            assertEquals(Cause.INTERRUPTED, kept.getLast().cdr().cause());
            assertEquals(kept.size(), kept.getLast().sequence());
            assertEquals(kept, new JournalFolder(cut).readAll(), "the next start finds the same");
        }
    }

    private long wouldBeKept(Path dead) {
        try {
            JournalFolder.copy(dir.resolve("journal"), dead.resolve("journal"));
            return new JournalFolder(dead).readAll().size();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Cdr> some(int count) {
        return Stream.generate(records::next).limit(count).toList();
    }

    /** Forces when it may. */
    private static final class Disk {
        private final AtomicInteger failures = new AtomicInteger();
        private final Semaphore may = new Semaphore(Integer.MAX_VALUE);

        void hang() {
            may.drainPermits();
        }

        void go() {
            may.release(Integer.MAX_VALUE);
        }

        AppendFile open(Path path) throws IOException {
            var file = AppendFile.open(path);
            return new AppendFile() {
                @Override
                public void write(ByteBuffer bytes, long position) throws IOException {
                    file.write(bytes, position);
                }

                @Override
                public void force() throws IOException {
                    try {
                        if (!may.tryAcquire(60, TimeUnit.SECONDS))
                            throw new IOException("nobody let the disk go on");
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0)
                        throw new IOException("Input/output error");
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
            };
        }
    }
}
