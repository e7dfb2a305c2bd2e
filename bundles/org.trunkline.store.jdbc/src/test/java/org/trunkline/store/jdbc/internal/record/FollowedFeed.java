package org.trunkline.store.jdbc.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import org.trunkline.cdr.journal.internal.ConsumerOffsets;
import org.trunkline.cdr.journal.internal.FollowerLimits;
import org.trunkline.cdr.journal.internal.JournalFollower;
import org.trunkline.engine.port.RecordLog;
import org.trunkline.engine.port.RecordStage.Trouble;

/** The table of records as it follows a journal in the node. */
final class FollowedFeed implements AutoCloseable {
    private final RecordFeed feed;
    private final JournalFollower follower;

    FollowedFeed(Database database, RecordLog log, InstantSource clock, long gatherMs, long retryMs) {
        feed = new RecordFeed(database, clock, Duration.ofMillis(gatherMs));
        var retry = Duration.ofMillis(retryMs);
        follower = new JournalFollower(log, new ConsumerOffsets(Path.of("not-used")), clock,
                new FollowerLimits(2_000, retry, retry, Duration.ofSeconds(1), Duration.ofSeconds(4)), _ -> () -> {});
        follower.add(feed);
    }

    long sequence() {
        return feed.sequence();
    }

    Optional<Trouble> trouble() {
        return feed.trouble();
    }

    @Override
    public void close() {
        follower.close();
    }
}
