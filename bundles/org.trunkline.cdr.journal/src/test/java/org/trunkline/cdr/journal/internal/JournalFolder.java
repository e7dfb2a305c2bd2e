package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.record.RecordLog.Entry;

/** A journal's folder under test: opened, filled, read and damaged. */
public final class JournalFolder {
    static final CdrJournal.Limits SMALL = new CdrJournal.Limits(1 << 20, 1_000, 64 << 20, 0, 0, 1_000_000);

    final Path dir;

    public JournalFolder(Path dir) {
        this.dir = dir;
    }

    CdrJournal open() {
        return open(SMALL, InstantSource.system());
    }

    CdrJournal open(CdrJournal.Limits limits, InstantSource clock) {
        return new CdrJournal(dir, limits, clock, AppendFile::open);
    }

    public List<Entry> readAll() throws IOException {
        try (var journal = open()) {
            return readAll(journal);
        }
    }

    public static List<Entry> readAll(CdrJournal journal) throws IOException {
        var all = new ArrayList<Entry>();
        try (var cursor = journal.from(0)) {
            for (var some = cursor.next(100); !some.isEmpty(); some = cursor.next(100))
                all.addAll(some);
        }
        return all;
    }

    /** Returns once so many records are acknowledged. */
    public static void await(CdrJournal journal, long sequence) throws InterruptedException {
        var done = new CountDownLatch(1);
        try (var _ = journal.onAppended(() -> {
            if (journal.lastSequence() >= sequence)
                done.countDown();
        })) {
            if (journal.lastSequence() < sequence && !done.await(120, TimeUnit.SECONDS))
                throw new AssertionError("record " + sequence + " was never acknowledged");
        }
    }

    public List<Path> segments() throws IOException {
        try (var files = Files.list(dir.resolve("journal"))) {
            return files.sorted().toList();
        }
    }

    /** As kill -9 would leave it; but for the segment to be, which may be given its name meanwhile. */
    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.filter(f -> !f.toString().endsWith(".new")).toList())
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public static Cdr soFar(Cdr cdr) {
        return new Cdr(cdr.id(), cdr.direction(), cdr.from(), cdr.to(), cdr.trunk(), cdr.route(), cdr.startedAt(),
                cdr.ringingAt(), cdr.answeredAt(), cdr.answeredAt().orElse(cdr.startedAt()), EndedBy.NODE, 200,
                Cause.INTERRUPTED, cdr.reason(), cdr.legs(), List.of(), cdr.why());
    }

    static Instant answer(Cdr cdr) {
        return cdr.answeredAt().orElseThrow();
    }
}
