package org.trunkline.cdr.lucene.internal.index;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.record.RecordStage.Trouble;

/** What is wrong with the index, as its user is told. <b>Threads:</b> any may ask; one says. */
final class IndexTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(IndexTrouble.class);

    private final InstantSource clock;
    private volatile Optional<Trouble> now = Optional.empty();

    IndexTrouble(InstantSource clock) {
        this.clock = clock;
    }

    Optional<Trouble> now() {
        return now;
    }

    void over() {
        now = Optional.empty();
    }

    /**
     * Much is to be indexed.
     *
     * @param done number of the last record indexed
     * @param all of the last record
     * @param old whether searches see what was there before, and nothing newer
     */
    void making(long done, long all, boolean old) {
        var how = List.of(String.valueOf(done), String.valueOf(all));
        now = Optional.of(old
                ? new Trouble("index-mending", since(), ("The search index is being rebuilt: %d of %d records. Until then "
                        + "search does not find new records.").formatted(done, all), how)
                : new Trouble("index-making", since(), "The search index is being built: %d of %d records. Search finds only those."
                        .formatted(done, all), how));
    }

    void stopped(Throwable e) {
        if (now.isEmpty())
            LOG.error("the search index stopped: {}. Records are safe in the journal", e.toString(), e);
        var why = List.of(String.valueOf(e.getMessage()));
        now = Optional.of(isFull(e)
                ? new Trouble("disk-full", since(), ("The search index stopped: %s. Records are safe in the journal. Free "
                        + "space on the disk. Until then search does not find new records.").formatted(e.getMessage()), why)
                : new Trouble("index-stopped", since(), ("The search index stopped: %s. Records are safe in the journal. "
                        + "Restart the node to rebuild the index.").formatted(e.getMessage()), why));
    }

    private Instant since() {
        return now.map(Trouble::since).orElseGet(clock::instant);
    }

    /** Lucene's writer closes itself, and says only why. */
    private static boolean isFull(Throwable e) {
        return String.valueOf(e.getMessage()).contains("No space left") || e.getCause() != null && isFull(e.getCause());
    }
}
