package org.trunkline.cdr.journal.internal.segment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.record.RecordStage.Trouble;

/**
 * Places of segments that cannot be read: told in the log once each, and of as many as are remembered as long as their
 * segments are there. <b>Threads:</b> any.
 */
public final class JournalDamage {
    private static final Logger LOG = LoggerFactory.getLogger(JournalDamage.class);
    private static final int MOST = 10_000;

    private final SegmentFolder folder;
    private final InstantSource clock;
    /** When it was found, by where it begins. */
    private final TreeMap<Long, Instant> places = new TreeMap<>();

    public JournalDamage(SegmentFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    public synchronized void found(long from, long to) {
        if (places.size() == MOST || places.putIfAbsent(from, clock.instant()) != null)
            return;
        long base = folder.baseOf(from);
        LOG.error("{} is damaged between byte {} and {}: the records there are missing; all others are read",
                folder.pathOf(base), from - base, to - base);
    }

    public synchronized Optional<Trouble> trouble() {
        places.keySet().removeIf(at -> !folder.holds(at));
        if (places.isEmpty())
            return Optional.empty();
        String file = folder.pathOf(folder.baseOf(places.firstKey())).toString();
        return Optional.of(new Trouble("journal-damaged", places.firstEntry().getValue(),
                "Parts of %s cannot be read (%d in all files): the records there are missing. "
                        .formatted(file, places.size()) + "Check the disk. To recover them, stop the node and restore the file "
                        + "from a copy.",
                List.of(file, String.valueOf(places.size()))));
    }
}
