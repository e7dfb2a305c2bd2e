package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.RecordCare;

/** Does once a day what the settings say of old records, and at the start what the last stop interrupted. */
final class RecordSweep implements AutoCloseable {
    /** 0 for never. */
    record Days(int records, int ladders, int personal) {}

    private static final Logger LOG = LoggerFactory.getLogger(RecordSweep.class);
    private static final Duration EACH = Duration.ofDays(1);

    private final JournalCare care;
    private final Days days;
    private final InstantSource clock;
    private final Thread thread;

    RecordSweep(JournalCare care, Days days, InstantSource clock) {
        this.care = care;
        this.days = days;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("cdr-sweep").start(this::run);
    }

    private void run() {
        try {
            care.resume();
            do {
                sweep(care, days, clock.instant());
                Thread.sleep(EACH);
            } while (true);
        } catch (IOException | RuntimeException e) {
            LOG.error("old records are not swept until the next start: {}", e.toString());
        } catch (InterruptedException e) {
            LOG.debug("the sweep ends");
        }
    }

    static void sweep(RecordCare care, Days days, Instant now) throws IOException {
        int dropped = care.drop(before(days.records(), now), before(days.ladders(), now));
        if (dropped > 0)
            LOG.info("{} segments of old records and SIP messages are deleted", dropped);
        if (days.personal() > 0) {
            var cut = care.anonymise(before(days.personal(), now));
            if (cut.records() > 0)
                LOG.info("{} old records have no full numbers and no names any more", cut.records());
        }
    }

    private static Instant before(int days, Instant now) {
        return days == 0 ? Instant.EPOCH : now.minus(Duration.ofDays(days));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
