package org.trunkline.node.internal.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.config.Tariff;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.record.CdrSink;

/**
 * Adds to each record what the call analysers find and the fields of record attributes, before it is kept. Ours are asked at
 * once on the thread that ended the call; where there are plug-ins, all of theirs are asked together on threads of their own,
 * and the record continues after 60 ms at the latest, exactly once. <b>Threads:</b> any; never blocks.
 */
public final class AnalysedRecords implements CdrSink, AutoCloseable {
    static final Duration PATIENCE = Duration.ofMillis(60);
    static final int MOST_IN_FLIGHT = 1_000;
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(AnalysedRecords.class);

    private final CdrSink records;
    private final CallAnalysers analysers;
    private final AttributeSources attributes;
    private final Scheduler timers;
    private final Executor threads;
    private final Set<RecordAnalysis> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean closed;
    private Instant warned = Instant.MIN;
    private int skipped;

    /** @param threads a thread for each task */
    public AnalysedRecords(CdrSink records, CallAnalysers analysers, AttributeSources attributes, Scheduler timers,
            Executor threads) {
        this.records = records;
        this.analysers = analysers;
        this.attributes = attributes;
        this.timers = timers;
        this.threads = threads;
    }

    @Override
    public void ended(Cdr cdr, Ladder ladder) {
        if (cdr.cause() == Cause.INTERRUPTED) {
            records.ended(cdr, ladder);
            return;
        }
        var own = own(cdr);
        var plugins = plugins();
        if (plugins.isEmpty() || closed) {
            records.ended(own.to(cdr), ladder);
        } else if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
            inFlight.decrementAndGet();
            records.ended(own.to(cdr), ladder);
            tooMany();
        } else {
            analyse(cdr, ladder, own, plugins);
        }
    }

    private void analyse(Cdr cdr, Ladder ladder, RecordAdditions own, List<RecordSource> plugins) {
        var self = new RecordAnalysis[1]; // it takes itself off the list when it ends
        var analysis = new RecordAnalysis(cdr, plugins, found -> {
            open.remove(self[0]);
            inFlight.decrementAndGet();
            records.ended(RecordAdditions.of(List.of(own, found)).to(cdr), ladder);
        });
        self[0] = analysis;
        open.add(analysis);
        if (closed) // meanwhile
            analysis.end();
        else
            analysis.begin(timers, PATIENCE, threads);
    }

    /** Mostly of those that find something; else nothing is made for a call. */
    private List<RecordSource> plugins() {
        var finding = analysers.plugins();
        var adding = attributes.plugins();
        if (finding.isEmpty() && adding.isEmpty())
            return List.of();
        var all = new ArrayList<RecordSource>(finding);
        all.addAll(adding);
        return all;
    }

    private RecordAdditions own(Cdr cdr) {
        List<RecordAdditions> added = List.of();
        for (var source : analysers.ours())
            added = with(added, source.additions(cdr));
        for (var source : attributes.ours())
            added = with(added, source.additions(cdr));
        return added.isEmpty() ? RecordAdditions.NONE : RecordAdditions.of(added);
    }

    private static List<RecordAdditions> with(List<RecordAdditions> added, RecordAdditions more) {
        if (more.isEmpty())
            return added;
        var all = new ArrayList<>(added);
        all.add(more);
        return all;
    }

    private void tooMany() {
        int count;
        synchronized (this) {
            skipped++;
            var now = timers.instant();
            if (now.isBefore(warned.equals(Instant.MIN) ? now : warned.plus(BETWEEN_WARNINGS)))
                return;
            warned = now;
            count = skipped;
            skipped = 0;
        }
        LOG.warn("{} records were stored without findings and fields of plug-ins because {} calls already wait for them. Disable the plug-in "
                + "whose CallAnalyser or RecordAttributes is slow", count, MOST_IN_FLIGHT);
    }

    @Override
    public void answered(Cdr soFar, Optional<Tariff> prices) {
        records.answered(soFar, prices);
    }

    @Override
    public Supplier<List<LadderEntry>> pack(Ladder soFar) {
        return records.pack(soFar);
    }

    @Override
    public boolean accepting() {
        return records.accepting();
    }

    /** Hands on all records that wait, with what was found so far; later ones pass at once. */
    @Override
    public void close() {
        closed = true;
        open.forEach(RecordAnalysis::end);
    }
}
