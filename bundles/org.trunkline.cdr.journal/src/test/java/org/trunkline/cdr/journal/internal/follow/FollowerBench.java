package org.trunkline.cdr.journal.internal.follow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

import org.trunkline.cdr.journal.internal.CdrJournal;
import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;

/**
 * How many records a second a consumer gets that does nothing with them. Not a test: run it by hand.
 *
 * <p>Argument: a data folder with a journal, such as the benchmark of records leaves.
 */
final class FollowerBench {
    private FollowerBench() {}

    public static void main(String[] args) throws Exception {
        var offsets = Files.createTempDirectory("follower-bench");
        try (var journal = new CdrJournal(Path.of(args[0]), CdrJournal.Limits.ofSegments(64), InstantSource.system(), AppendFile::open)) {
            long all = journal.lastSequence();
            for (int round = 1; round <= 3; round++) {
                var done = new CountDownLatch(1);
                var name = "bench-" + round;
                var consumer = new RecordConsumer() {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public StartAt startAt() {
                        return StartAt.OLDEST;
                    }

                    @Override
                    public void consume(RecordBatch batch) {
                        if (batch.entries().getLast().sequence() >= all)
                            done.countDown();
                    }
                };
                try (var follower = new JournalFollower(journal, new ConsumerOffsets(offsets), InstantSource.system(),
                        FollowerLimits.USUAL, _ -> () -> {})) {
                    long begun = System.nanoTime();
                    follower.add(consumer);
                    done.await();
                    System.out.printf("%d records: %.0f a second%n", all, all * 1e9 / (System.nanoTime() - begun));
                }
            }
        }
    }
}
