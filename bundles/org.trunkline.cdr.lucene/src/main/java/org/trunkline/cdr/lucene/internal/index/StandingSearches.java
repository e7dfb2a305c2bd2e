package org.trunkline.cdr.lucene.internal.index;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.StandingQueries;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.thread.Listeners;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.query.record.RecordValues;
import org.trunkline.query.record.RecordValues.Key;
import org.trunkline.spi.record.RecordBatch.Entry;

/**
 * Searches that wait. A record is asked of those only that need one of its values, such as its trunk; the others, which
 * need none, of each record. {@link #offer} and {@link #tell} belong to the index's thread.
 */
final class StandingSearches implements StandingQueries {
    /** Batches that may wait for a listener: of minutes. */
    private static final int WAITING = 500;

    /** Compiled again for each record where it speaks of time. */
    private final class Standing {
        private final String text;
        private final boolean timed;
        private volatile long since;
        private final RecordQuery query;
        private final Listeners<List<Cdr>> matched = new Listeners<>("records that match a search", WAITING);
        private final Listeners.Registration told;

        Standing(String text, long since, Consumer<List<Cdr>> matched) throws QueryException {
            this.text = text;
            this.since = since;
            told = this.matched.add(matched);
            timed = RecordQuery.isRelative(text, attributes.get());
            query = compile(text);
        }

        boolean matches(Cdr cdr, RecordValues values) {
            if (!timed)
                return query.matches(cdr, values);
            try {
                return compile(text).matches(cdr, values);
            } catch (QueryException e) {
                throw new IllegalStateException("it was understood before: " + text, e);
            }
        }
    }

    private final InstantSource clock;
    private final ZoneId zone;
    private final LongSupplier lastSequence;
    private final Supplier<List<AttributeAbout>> attributes;
    private final Map<Key, List<Standing>> byKey = new ConcurrentHashMap<>();
    private final List<Standing> always = new CopyOnWriteArrayList<>();
    private final Map<Standing, List<Cdr>> found = new LinkedHashMap<>();
    private long offered;
    private long told;

    /** @param lastSequence number of the last record there is @param attributes fields that plug-ins add */
    StandingSearches(InstantSource clock, ZoneId zone, LongSupplier lastSequence, Supplier<List<AttributeAbout>> attributes) {
        this.attributes = attributes;
        this.clock = clock;
        this.zone = zone;
        this.lastSequence = lastSequence;
    }

    private RecordQuery compile(String text) throws QueryException {
        return RecordQuery.compile(text, clock.instant(), zone, attributes.get());
    }

    @Override
    public Watch watch(String text, Consumer<List<Cdr>> matched) throws QueryException {
        var standing = new Standing(text, lastSequence.getAsLong(), matched);
        var keys = standing.query.keys();
        keys.ifPresentOrElse(all -> all.forEach(key -> byKey.compute(key, (_, others) -> with(others, standing))),
                () -> always.add(standing));
        return () -> {
            keys.ifPresent(all -> all.forEach(key -> byKey.computeIfPresent(key, (_, others) -> without(others, standing))));
            always.remove(standing);
            standing.told.close();
        };
    }

    private static List<Standing> with(@Nullable List<Standing> others, Standing standing) {
        var all = others == null ? new ArrayList<Standing>() : new ArrayList<>(others);
        all.add(standing);
        return List.copyOf(all);
    }

    private static @Nullable List<Standing> without(List<Standing> others, Standing standing) {
        var rest = others.stream().filter(s -> s != standing).toList();
        return rest.isEmpty() ? null : rest; // as the map says: gone
    }

    /** A record that will soon be findable. */
    void offer(Entry entry) {
        offered = entry.sequence();
        if (always.isEmpty() && byKey.isEmpty() || offered <= told)
            return;
        var values = new RecordValues(entry.cdr(), entry.steps());
        for (var standing : always)
            ask(standing, entry, values);
        var asked = new HashSet<Standing>();
        for (var key : values.keys())
            for (var standing : byKey.getOrDefault(key, List.of()))
                if (asked.add(standing))
                    ask(standing, entry, values);
    }

    private void ask(Standing standing, Entry entry, RecordValues values) {
        if (entry.sequence() > standing.since && standing.matches(entry.cdr(), values))
            found.computeIfAbsent(standing, _ -> new ArrayList<>()).add(entry.cdr());
    }

    /** What was offered is findable now. */
    void tell() {
        told = Math.max(told, offered);
        found.forEach((standing, records) -> standing.matched.tell(List.copyOf(records)));
        found.clear();
    }

    /** Records are counted anew; what there is was told before. */
    void begin() {
        found.clear();
        told = lastSequence.getAsLong();
        always.forEach(standing -> standing.since = 0);
        byKey.values().forEach(all -> all.forEach(standing -> standing.since = 0));
    }

    /** What was offered is offered again later. */
    void forget() {
        found.clear();
    }
}
