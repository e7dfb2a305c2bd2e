package org.trunkline.engine.port.record;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.config.Tariff;

/**
 * Where records go: the journal.
 *
 * <p><b>Threads:</b> any mailbox; never blocks: it queues in a bounded buffer.
 */
public interface CdrSink {
    /**
     * A call was answered: what is known so far, with {@link org.trunkline.domain.cdr.Cause#INTERRUPTED} as its cause and the answer as its end,
     * to be kept as the record should the node die before {@link #ended}.
     *
     * @param prices of the number called: what the call cost until the node died is reckoned by them; empty where it costs
     *        nothing
     */
    void answered(Cdr soFar, Optional<Tariff> prices);

    /** A call ended: its record and its SIP messages. The record is acknowledged once on disk. */
    void ended(Cdr cdr, Ladder ladder);

    /**
     * Packs the messages of a call that goes on, into as little memory as may be.
     *
     * @return gives them back, times to the millisecond; as often as it is asked, on any thread
     */
    default Supplier<List<LadderEntry>> pack(Ladder soFar) {
        return soFar::entries;
    }

    /** False while the buffer is full (disk full or stalled): refuse new calls with 503. */
    boolean accepting();
}
