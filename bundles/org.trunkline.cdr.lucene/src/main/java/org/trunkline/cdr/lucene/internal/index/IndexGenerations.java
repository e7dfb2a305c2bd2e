package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.record.RecordLog;

/**
 * The index as searches see it: which one, and up to which record. While an index is mended, as it was before, until all
 * that could be found is there again. <b>Threads:</b> any may search; one follows the journal and does all else.
 */
public final class IndexGenerations implements AutoCloseable {
    /** An index that is written no more. @param journal that it is of @param sequence of the last record seen in it */
    private record Before(CdrIndex index, String journal, long sequence) {}

    private static final Logger LOG = LoggerFactory.getLogger(IndexGenerations.class);
    /** So long after a search, another is expected. */
    private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RecordLog log;
    private volatile CdrIndex index;
    private volatile Optional<Before> before = Optional.empty();
    /** Number of the last record that a search sees now, and of the last it sees if it asks for a refresh. */
    private volatile long seen;
    private volatile long promised;
    /** Whether what is written is closed. */
    private volatile boolean mending;
    private volatile long asked = System.nanoTime() - LOOKING_NANOS;

    IndexGenerations(CdrIndex index, RecordLog log) {
        this.index = index;
        this.log = log;
        seen = index.committed().sequence();
        promised = seen;
    }

    /** The one that is written. */
    CdrIndex written() {
        return index;
    }

    /** The one that is searched now. */
    public CdrIndex now() {
        return before.filter(it -> (mending || seen < it.sequence()) && it.journal().equals(log.id())).map(Before::index)
                .orElse(index);
    }

    /** Whether that is how the index was before, without what came since. */
    boolean isOld() {
        return now() != index;
    }

    /** As a search needs it: with all records that were said to be findable, as far as the disk has room to write them. */
    public CdrIndex toSearch() {
        asked = System.nanoTime();
        if (promised > seen) {
            try {
                refresh(promised);
            } catch (IOException | AlreadyClosedException e) { // who follows the journal meets it, too, and mends it
                LOG.debug("search does not find the newest records yet: {}", e.toString());
            }
        }
        return now();
    }

    /** All that was written before is found after it. */
    void refresh(long upTo) throws IOException {
        var now = index;
        now.refresh();
        synchronized (this) {
            if (now == index)
                seen = Math.max(seen, upTo);
        }
    }

    /** Says that the next search finds them. */
    void promise(long upTo) {
        promised = upTo;
    }

    long seen() {
        return seen;
    }

    long promised() {
        return promised;
    }

    /** Whether it is worth while to show what comes at once. */
    boolean isLooking() {
        return before.isPresent() || System.nanoTime() - asked < LOOKING_NANOS;
    }

    /** Ends writing, so that it can be opened again; it is searched until {@link #letGo}. */
    void stop() {
        letGo(); // where this one has all that the last had
        mending = true;
        if (before.isEmpty())
            before = Optional.of(new Before(index, index.committed().journal(), seen));
        if (isKept())
            index.stop();
        else
            index.close();
    }

    /** Ends all use of it: the journal is another. */
    void end() {
        if (!isKept())
            before.ifPresent(it -> it.index().close());
        before = Optional.empty();
        index.close();
    }

    private boolean isKept() {
        return before.filter(it -> it.index() == index).isPresent();
    }

    /** The same again, as it was at its last commit. */
    synchronized void opened(CdrIndex again) {
        seen = again.committed().sequence();
        promised = seen;
        index = again;
        mending = false;
    }

    /** Where all is there again that could be found; or what was is not so any more. */
    void letGo() {
        var known = before.filter(it -> (seen >= it.sequence() || !it.journal().equals(log.id())) && !isKept());
        if (known.isPresent()) {
            before = Optional.empty();
            known.get().index().close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
