package org.trunkline.cdr.lucene.internal.index;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.cdr.journal.internal.follow.ConsumerOffsets;
import org.trunkline.cdr.journal.internal.follow.FollowerLimits;
import org.trunkline.cdr.journal.internal.follow.JournalFollower;
import org.trunkline.cdr.lucene.internal.search.LuceneCdrSearch;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.testkit.MemoryRecordLog;

/** A search over records in memory, with an index in a folder. */
public final class SearchFixture implements AutoCloseable {
    /** Shows at once and commits at once. */
    public static final Indexer.Pace EAGER = new Indexer.Pace(1, 1, 1_000, 0);

    /** Fields that plug-ins add. */
    public final List<AttributeAbout> attributes = new CopyOnWriteArrayList<>();
    final Instant now;
    public final LuceneCdrSearch search;
    public final Indexer indexer;
    private final JournalFollower follower;
    private final RecordLog log;

    /** @param folder of all data */
    public SearchFixture(Path folder, RecordLog log, Instant now, Indexer.Pace pace) throws Exception {
        this(folder, CdrIndex.Storage.DISK, log, now, pace);
    }

    public SearchFixture(Path folder, CdrIndex.Storage storage, RecordLog log, Instant now, Indexer.Pace pace) throws Exception {
        this.now = now;
        this.log = log;
        var zone = ZoneId.of("Europe/Stockholm");
        indexer = new Indexer(folder.resolve("index"), storage, log, InstantSource.fixed(now), pace, () -> List.copyOf(attributes));
        var retry = Duration.ofMillis(1);
        follower = new JournalFollower(log, new ConsumerOffsets(folder.resolve("not-used")), InstantSource.fixed(now),
                new FollowerLimits(pace.batch(), retry, retry, Duration.ofSeconds(1), Duration.ofSeconds(4)), _ -> () -> {});
        follower.add(Optional.empty(), indexer);
        search = new LuceneCdrSearch(indexer, log, InstantSource.fixed(now), zone, () -> 0); // however slow: whole answers
    }

    public static SearchFixture of(Path folder, List<Cdr> records, Instant now) throws Exception {
        var log = new MemoryRecordLog("test");
        var fixture = new SearchFixture(folder, log, now, EAGER);
        // several segments, and records that come out of order of their start
        for (int from = 0; from < records.size(); from += Math.max(1, records.size() / 5)) {
            log.append(records.subList(from, Math.min(records.size(), from + Math.max(1, records.size() / 5))));
            fixture.awaitFindable(log.lastSequence());
        }
        return fixture;
    }

    /** Returns once records up to this number can be found. */
    public void awaitFindable(long sequence) throws InterruptedException {
        var done = new CountDownLatch(1);
        try (var _ = indexer.watch(_ -> {
            if (indexer.sequence() >= sequence)
                done.countDown();
        })) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (indexer.sequence() < sequence && !done.await(20, TimeUnit.MILLISECONDS))
                if (System.nanoTime() > deadline)
                    throw new AssertionError("record " + sequence + " of " + log.lastSequence() + " was never found: "
                            + indexer.trouble());
        }
    }

    @Override
    public void close() {
        search.close();
        follower.close();
        indexer.close();
    }
}
