package org.trunkline.testkit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.config.Tariff;
import org.trunkline.engine.port.record.CdrSink;

/** Keeps what it is given. <b>Threads:</b> any. */
public final class RecordingCdrSink implements CdrSink {
    private final List<Cdr> answered = new CopyOnWriteArrayList<>();
    private final List<Optional<Tariff>> prices = new CopyOnWriteArrayList<>();
    private final List<Cdr> ended = new CopyOnWriteArrayList<>();
    private final List<Ladder> ladders = new CopyOnWriteArrayList<>();
    private final AtomicInteger packed = new AtomicInteger();
    private final AtomicLong count = new AtomicLong();
    private volatile boolean accepting = true;

    @Override
    public void answered(Cdr soFar, Optional<Tariff> of) {
        prices.add(of);
        answered.add(soFar);
    }

    @Override
    public void ended(Cdr cdr, Ladder ladder) {
        ladders.add(ladder);
        ended.add(cdr);
        count.incrementAndGet();
    }

    @Override
    public Supplier<List<LadderEntry>> pack(Ladder soFar) {
        packed.incrementAndGet();
        return CdrSink.super.pack(soFar);
    }

    /** How often messages of a call in progress were packed. */
    public int packed() {
        return packed.get();
    }

    @Override
    public boolean accepting() {
        return accepting;
    }

    public void accepting(boolean accepts) {
        accepting = accepts;
    }

    public List<Cdr> answered() {
        return answered;
    }

    /** Of each call answered. */
    public List<Optional<Tariff>> prices() {
        return prices;
    }

    public List<Cdr> ended() {
        return ended;
    }

    public List<Ladder> ladders() {
        return ladders;
    }

    public List<Cause> causes() {
        return ended.stream().map(Cdr::cause).toList();
    }

    /** The one record there is. */
    public Cdr only() {
        if (ended.size() != 1)
            throw new AssertionError(ended.size() + " records: " + ended);
        return ended.getFirst();
    }

    /** Calls that ended, those forgotten too. */
    public long count() {
        return count.get();
    }

    /** Forgets what was recorded. */
    public void clear() {
        answered.clear();
        prices.clear();
        ended.clear();
        ladders.clear();
    }
}
