package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.testkit.CdrGenerator;

/**
 * What a record costs in the journal, in time and bytes, and what reading it costs. Not a test.
 *
 * <p>Arguments: how many records; {@code ladders} to write their SIP messages too; how many a second, 0 for as fast as
 * it goes.
 */
final class JournalBench {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final int KINDS = 10_000;

    private JournalBench() {}

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        boolean withLadders = args[1].equals("ladders");
        int rate = Integer.parseInt(args[2]);
        var records = new CdrGenerator(1, START, 500);
        var cdrs = new ArrayList<Cdr>();
        var ladders = new ArrayList<Ladder>();
        for (int i = 0; i < KINDS; i++) {
            cdrs.add(records.next());
            ladders.add(withLadders ? CdrGenerator.ladder(cdrs.getLast()) : new Ladder(cdrs.getLast().id(), List.of()));
        }
        var dir = Files.createTempDirectory("journal-bench");
        try (var journal = new CdrJournal(dir, CdrJournal.Limits.ofSegments(64), InstantSource.system(), AppendFile::open)) {
            write(journal, cdrs, ladders, count / 4, rate);
            long cpu = cpu();
            long began = System.nanoTime();
            write(journal, cdrs, ladders, count, rate);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("written: %.1f us of CPU a record, %.0f a second, %.0f bytes, ladder %.0f bytes%n",
                    (cpu() - cpu) / 1e3 / count, count / seconds, size(dir.resolve("journal")) / 1.25 / count,
                    size(dir.resolve("ladders")) / 1.25 / count);
            long reading = cpu();
            int read = 0;
            try (var cursor = journal.from(0)) {
                for (int n = cursor.next(2_000).size(); n > 0; n = cursor.next(2_000).size())
                    read += n;
            }
            System.out.printf("read: %.1f us of CPU a record, %d records%n", (cpu() - reading) / 1e3 / read, read);
        }
        try (var files = Files.walk(dir)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                Files.delete(file);
        }
    }

    private static void write(CdrJournal journal, List<Cdr> cdrs, List<Ladder> ladders, int count, int rate) {
        long until = journal.lastSequence() + count;
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            while (!journal.accepting() || rate > 0 && System.nanoTime() - began < i * 1_000_000_000L / rate)
                LockSupport.parkNanos(1_000_000);
            journal.ended(cdrs.get(i % KINDS), ladders.get(i % KINDS));
        }
        while (journal.lastSequence() < until)
            LockSupport.parkNanos(1_000_000);
    }

    /** Of all threads but the collector's and the compiler's. */
    private static long cpu() {
        var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds())
            sum += Math.max(0, threads.getThreadCpuTime(id));
        return sum;
    }

    private static long size(Path dir) throws IOException {
        try (var files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
