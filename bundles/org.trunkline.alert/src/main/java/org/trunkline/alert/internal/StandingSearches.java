package org.trunkline.alert.internal;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.query.record.RecordValues;
import org.trunkline.query.record.RecordValues.Key;
import org.trunkline.spi.record.RecordBatch.Entry;

/**
 * Searches that wait for records; thousands are cheap. A record is asked of those only that need one of its values, such as
 * its trunk; the others, which need none, of each record. <b>Threads:</b> any; records come one batch at a time.
 */
final class StandingSearches {
    private static final Logger LOG = LoggerFactory.getLogger(StandingSearches.class);

    /** Compiled again for each record where it speaks of time. */
    private final class Standing {
        private final String text;
        private final boolean timed;
        private final RecordQuery query;
        private final Consumer<List<Entry>> matched;

        Standing(String text, Consumer<List<Entry>> matched) throws QueryException {
            this.text = text;
            this.matched = matched;
            timed = RecordQuery.isRelative(text, attributes.get());
            query = compile(text);
        }

        boolean matches(Cdr cdr, RecordValues values) {
            if (!timed)
                return query.matches(cdr, values);
            try {
                return compile(text).matches(cdr, values);
            } catch (QueryException e) { // a field of a plug-in that is long forgotten
                LOG.warn("a record was not compared with {}: {}", text, e.getMessage());
                return false;
            }
        }
    }

    private final InstantSource clock;
    private final ZoneId zone;
    private final Supplier<List<AttributeAbout>> attributes;
    private final Map<Key, List<Standing>> byKey = new ConcurrentHashMap<>();
    private final List<Standing> always = new CopyOnWriteArrayList<>();

    /** @param attributes fields that plug-ins add */
    StandingSearches(InstantSource clock, ZoneId zone, Supplier<List<AttributeAbout>> attributes) {
        this.clock = clock;
        this.zone = zone;
        this.attributes = attributes;
    }

    private RecordQuery compile(String text) throws QueryException {
        return RecordQuery.compile(text, clock.instant(), zone, attributes.get());
    }

    /**
     * @param text of a search; relative times ({@code started:today}) are those of the moment that a record comes
     * @param matched receives each matching record, oldest first
     * @throws QueryException where the text cannot be understood
     */
    Watch add(String text, Consumer<List<Entry>> matched) throws QueryException {
        var standing = new Standing(text, matched);
        var keys = standing.query.keys();
        keys.ifPresentOrElse(all -> all.forEach(key -> byKey.compute(key, (_, others) -> with(others, standing))),
                () -> always.add(standing));
        return () -> {
            keys.ifPresent(all -> all.forEach(key -> byKey.computeIfPresent(key, (_, others) -> without(others, standing))));
            always.remove(standing);
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

    /** New records, oldest first. @return whether one fits a search */
    boolean offer(List<Entry> entries) {
        if (always.isEmpty() && byKey.isEmpty())
            return false;
        var found = new LinkedHashMap<Standing, List<Entry>>();
        for (var entry : entries)
            offer(entry, found);
        found.forEach((standing, matching) -> standing.matched.accept(List.copyOf(matching)));
        return !found.isEmpty();
    }

    private void offer(Entry entry, Map<Standing, List<Entry>> found) {
        var values = new RecordValues(entry.cdr(), entry.steps());
        each(values, standing -> {
            if (standing.matches(entry.cdr(), values))
                found.computeIfAbsent(standing, _ -> new ArrayList<>()).add(entry);
        });
    }

    private void each(RecordValues values, Consumer<Standing> compare) {
        always.forEach(compare);
        var asked = new HashSet<Standing>();
        for (var key : values.keys())
            for (var standing : byKey.getOrDefault(key, List.of()))
                if (asked.add(standing))
                    compare.accept(standing);
    }

    /** The number of searches that a record is compared with. */
    int compared(Entry entry) {
        var count = new AtomicInteger();
        each(new RecordValues(entry.cdr(), entry.steps()), _ -> count.incrementAndGet());
        return count.get();
    }
}
