package org.trunkline.cdr.journal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.cdr.journal.internal.JournalFolder.soFar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.testkit.CdrGenerator;

/** Kills a process that writes at full speed, again and again, in the same folder. */
class KillTest {
    private static final int ROUNDS = 4;
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir
    Path dir;

    @Test
    void everyAcknowledgedRecordIsThereExactlyOnceAfterKill9() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        long before = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long acknowledged = writeUntilKilled(seed + round, before + 300 + random.nextInt(3_000));
            var entries = new JournalFolder(dir).readAll();
            var ids = new HashSet<CallId>();
            entries.forEach(e -> ids.add(e.cdr().id()));
            assertEquals(entries.size(), ids.size(), "a record is listed twice");
            assertEquals(entries.size(), entries.getLast().sequence(), "a number is missing or there twice");
            var written = new CdrGenerator(seed + round, START, 20);
            for (long i = before; i < acknowledged; i++)
                assertTrue(ids.contains(written.next().id()), "acknowledged record " + i + " is lost");
            long interrupted = entries.stream().filter(e -> e.cdr().cause() == Cause.INTERRUPTED).count();
            assertTrue(interrupted <= round + 1, "only one call at a time was going on");
            before = entries.size();
        }
    }

    /** @return the last sequence number that the process saw acknowledged */
    private long writeUntilKilled(long seed, long until) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
                dir.toString(), Long.toString(seed)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long last = 0;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            while (last < until)
                last = Long.parseLong(out.readLine());
            process.toHandle().destroyForcibly(); // leaves what is in the pipe to be read
            for (var line = out.readLine(); line != null && !line.isEmpty(); line = out.readLine())
                last = Math.max(last, Long.parseLong(line)); // the last one may be cut off, and is then smaller
        } finally {
            process.destroyForcibly().waitFor();
        }
        return last;
    }

    /** The process that dies. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            var limits = new CdrJournal.Limits(200_000, 1_000, 64 << 20, 0, 0, 1_000_000);
            var journal = new CdrJournal(Path.of(args[0]), limits, InstantSource.system(), AppendFile::open);
            journal.onAppended(() -> System.out.println(journal.lastSequence()));
            var records = new CdrGenerator(Long.parseLong(args[1]), START, 20);
            for (;;) {
                var cdr = records.next();
                if (cdr.answered())
                    journal.answered(soFar(cdr), Optional.empty());
                while (!journal.accepting())
                    Thread.onSpinWait();
                journal.ended(cdr, CdrGenerator.ladder(cdr));
            }
        }
    }
}
