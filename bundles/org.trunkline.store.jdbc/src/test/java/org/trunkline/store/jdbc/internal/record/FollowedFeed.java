package org.trunkline.store.jdbc.internal.record;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import org.trunkline.cdr.journal.internal.follow.ConsumerOffsets;
import org.trunkline.cdr.journal.internal.follow.FollowerLimits;
import org.trunkline.cdr.journal.internal.follow.JournalFollower;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage.Trouble;
import org.trunkline.store.jdbc.internal.database.Database;

/** The table of records as it follows a journal in the node. */
public final class FollowedFeed implements AutoCloseable {
    private final RecordFeed feed;
    private final JournalFollower follower;

    public FollowedFeed(Database database, RecordLog log, InstantSource clock, long gatherMs, long retryMs) {
        feed = new RecordFeed(database, clock, Duration.ofMillis(gatherMs));
        var retry = Duration.ofMillis(retryMs);
        follower = new JournalFollower(log, new ConsumerOffsets(Path.of("not-used")), clock,
                new FollowerLimits(2_000, retry, retry, Duration.ofSeconds(1), Duration.ofSeconds(4)), _ -> () -> {});
        follower.add(Optional.empty(), feed);
    }

    public long sequence() {
        return feed.sequence();
    }

    public Optional<Trouble> trouble() {
        return feed.trouble();
    }

    @Override
    public void close() {
        follower.close();
    }
}
