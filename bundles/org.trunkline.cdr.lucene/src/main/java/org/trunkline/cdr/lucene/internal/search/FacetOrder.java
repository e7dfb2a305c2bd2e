package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.LeafColumns;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.LeafValues;
import org.trunkline.cdr.lucene.internal.columns.Matches;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.search.TimeOrder.Place;

/**
 * Results by a facet, then the newest first: value by value, each a result by time. Of several values of a record the first
 * counts; those without a value come last. Good for one question, by one thread.
 */
public final class FacetOrder {
    /** A place, and the value it is under; empty for none. */
    record Found(Optional<String> value, Place place) {}

    private final List<LeafHits> hits;
    private final Columns columns;
    private final CdrOrder order;
    private final SearchBudget bounds;
    /** All values that occur, in order, with how many there are; none where there was no time to count them. */
    private final Map<Optional<String>, Long> counts = new LinkedHashMap<>();

    public FacetOrder(List<LeafHits> hits, Columns columns, CdrOrder order, SearchBudget bounds) throws IOException {
        this.hits = hits;
        this.columns = columns;
        this.order = order;
        this.bounds = bounds;
        var unordered = new HashMap<Optional<String>, Long>();
        for (var leaf : hits) {
            var of = columns.of(leaf.leaf().reader());
            int[] byOrd = count(leaf, of);
            var values = of.values(order.field());
            for (int ord = 0; ord < byOrd.length; ord++)
                if (byOrd[ord] > 0)
                    unordered.merge(name(values, ord), (long) byOrd[ord], Long::sum);
        }
        if (bounds.isOver())
            return;
        var byValue = Comparator.<Optional<String>, String>comparing(v -> v.orElse(""));
        unordered.keySet().stream()
                .sorted(Comparator.<Optional<String>, Boolean>comparing(Optional::isEmpty)
                        .thenComparing(order.descending() ? byValue.reversed() : byValue))
                .forEach(value -> counts.put(value, unordered.getOrDefault(value, 0L)));
    }

    private int[] count(LeafHits leaf, LeafColumns of) {
        var byOrd = new int[of.facets().length];
        boolean everywhere = leaf.low() == 0 && leaf.high() == of.size();
        var wanted = leaf.matches().facets();
        if (everywhere && (wanted.isPresent() || leaf.isAll())) {
            for (int ord = 0; ord < byOrd.length; ord++)
                byOrd[ord] = wanted.isEmpty() || wanted.get()[ord] ? of.count(ord) : 0;
            return byOrd;
        }
        int seen = 0;
        for (int doc = leaf.next(0); doc < leaf.high(); doc = leaf.next(doc + 1)) {
            byOrd[of.ord(doc)]++;
            if (++seen % SearchBudget.STEP == 0 && bounds.isOver())
                break;
        }
        return byOrd;
    }

    private static Optional<String> name(LeafValues values, int ord) {
        int value = values.first(ord);
        return value == LeafValues.NONE ? Optional.empty() : Optional.of(values.names().get(value));
    }

    private TimeOrder of(Optional<String> value) throws IOException {
        var with = new ArrayList<LeafHits>();
        for (var leaf : hits) {
            var of = columns.of(leaf.leaf().reader());
            var values = of.values(order.field());
            int wantedValue = value.map(values.names()::indexOf).orElse(LeafValues.NONE);
            if (value.isPresent() && wantedValue < 0)
                continue;
            var wanted = new boolean[of.facets().length];
            for (int ord = 0; ord < wanted.length; ord++)
                wanted[ord] = values.first(ord) == wantedValue;
            with.add(leaf.only(only(leaf, of, wanted)));
        }
        return new TimeOrder(with);
    }

    /** By the lists of the facets: over all values of a page no more are looked at than there are records. */
    private static Matches only(LeafHits leaf, LeafColumns of, boolean[] wanted) {
        return leaf.matches() instanceof Matches.Few few ? few.only(doc -> wanted[of.ord(doc)])
                : leaf.matches().and(of.with(wanted));
    }

    /** @return up to {@code limit} places from the offset on; fewer where the time is over */
    public List<Place> page(long offset, int limit) throws IOException {
        var page = new ArrayList<Place>();
        long skip = offset;
        for (var entry : counts.entrySet()) {
            if (page.size() == limit || skip < entry.getValue() && bounds.isOver())
                break;
            if (skip < entry.getValue())
                page.addAll(of(entry.getKey()).page(skip, limit - page.size()));
            skip = Math.max(0, skip - entry.getValue());
        }
        return page;
    }

    /** @return up to {@code limit} that come after this one; from the first on where it is empty */
    List<Found> after(Optional<Found> last, int limit) throws IOException {
        var page = new ArrayList<Found>();
        for (var value : counts.keySet()) {
            boolean same = last.isPresent() && last.get().value().equals(value);
            if (last.isPresent() && !same && isBefore(value, last.get().value()))
                continue;
            if (page.size() == limit || bounds.isOver())
                break;
            int rest = limit - page.size();
            var places = same ? of(value).after(last.get().place(), rest) : of(value).page(0, rest);
            places.forEach(place -> page.add(new Found(value, place)));
        }
        return page;
    }

    private boolean isBefore(Optional<String> one, Optional<String> other) {
        if (one.isEmpty() || other.isEmpty())
            return one.isPresent();
        int compared = one.get().compareTo(other.get());
        return order.descending() ? compared > 0 : compared < 0;
    }
}
