package org.trunkline.alert.internal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.Alerts;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.spi.record.RecordBatch;

/**
 * The alerts of the saved searches. An alert whose search or rule changes counts from the next record on; the state of the others
 * survives a restart. <b>Threads:</b> any.
 */
final class AlertBoard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertBoard.class);

    private record Entry(AlertWatch watch, Watch query) {}

    private final StandingSearches searches;
    private final Messenger messenger;
    private final InstantSource clock;
    private final LongSupplier lastSequence;
    private final AlertKeeper keeper;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private volatile SavedSearches known = SavedSearches.NONE;

    /** @param lastSequence of the last record there is */
    AlertBoard(StandingSearches searches, Messenger messenger, AlertKeeper keeper, InstantSource clock,
            LongSupplier lastSequence) {
        this.keeper = keeper;
        this.searches = searches;
        this.lastSequence = lastSequence;
        this.messenger = messenger;
        this.clock = clock;
    }

    /** Takes over what is configured now. */
    synchronized void use(SavedSearches configured) {
        known = configured;
        var wanted = new TreeMap<String, SavedSearch>();
        configured.list().stream().filter(s -> s.alert().isPresent()).forEach(s -> wanted.put(s.name(), s));
        for (String name : new HashSet<>(entries.keySet()))
            if (!sameQuestion(entries.get(name).watch().search(), Optional.ofNullable(wanted.get(name))))
                end(name);
        wanted.forEach((name, search) -> {
            if (!entries.containsKey(name))
                entries.put(name, begin(search));
        });
        keeper.forgetLeft();
    }

    private void end(String name) {
        var gone = entries.remove(name);
        gone.query().close();
        gone.watch().onChange(_ -> { }); // a match under way would keep it again
        keeper.forget(name);
    }

    private static boolean sameQuestion(SavedSearch a, Optional<SavedSearch> other) {
        return other.filter(b -> a.query().equals(b.query()) && a.alert().equals(b.alert())).isPresent();
    }

    private Entry begin(SavedSearch search) {
        var watch = new AlertWatch(search, clock);
        var kept = keeper.take(search.name(), watch.question());
        kept.ifPresentOrElse(watch::restore, () -> watch.beginAfter(lastSequence.getAsLong()));
        watch.onChange(now -> keep(watch, now));
        if (kept.isEmpty())
            keep(watch, false);
        try {
            return new Entry(watch, searches.add(search.query(), records -> matched(watch, records)));
        } catch (QueryException e) {
            LOG.warn("alert {} does not work: {}", search.name(), e.getMessage());
            watch.broken(new LocalizableText(e.code(), e.args(), String.valueOf(e.getMessage())));
            return new Entry(watch, () -> { });
        }
    }

    private void keep(AlertWatch watch, boolean now) {
        keeper.put(watch.search().name(), watch.question(), watch::kept, now);
    }

    private void matched(AlertWatch watch, List<RecordBatch.Entry> records) {
        var calls = records.stream().filter(it -> watch.counts(it.sequence())).map(RecordBatch.Entry::cdr).toList();
        if (calls.isEmpty() || !watch.matched(calls))
            return;
        LOG.info("alert {}: {} matching calls", watch.search().name(), watch.status().counted());
        tell(watch, false);
    }

    private void tell(AlertWatch watch, boolean test) {
        messenger.tell(watch, known, test);
    }

    /** The journal is another one, whose records have other numbers. */
    synchronized void beginAgain() {
        entries.values().forEach(it -> {
            it.watch().beginAfter(0);
            keep(it.watch(), false);
        });
    }

    /** By name. */
    synchronized List<AlertStatus> list() {
        var list = new ArrayList<AlertStatus>();
        entries.values().forEach(e -> list.add(e.watch().status()));
        return list;
    }

    private synchronized Optional<AlertWatch> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::watch);
    }

    /** As in {@link Alerts#acknowledge}. */
    boolean acknowledge(String name) {
        boolean done = find(name).filter(AlertWatch::acknowledge).isPresent();
        if (done)
            keeper.settle(); // somebody knows: that must not be forgotten
        return done;
    }

    /** As in {@link Alerts#test}. */
    boolean test(String name) {
        var watch = find(name);
        watch.ifPresent(w -> tell(w, true));
        return watch.isPresent();
    }

    @Override
    public synchronized void close() {
        entries.values().forEach(e -> e.query().close());
        entries.clear();
    }
}
