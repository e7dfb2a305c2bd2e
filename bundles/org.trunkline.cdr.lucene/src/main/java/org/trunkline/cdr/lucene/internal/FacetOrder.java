package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.TimeOrder.Place;

/**
 * Results by a facet, then the newest first: value by value, each a result by time. Those without a value come last.
 */
final class FacetOrder {
    /** A place, and the value it is under; empty for none. */
    record Found(Optional<String> value, Place place) {}

    private final List<LeafHits> hits;
    private final Columns columns;
    private final CdrOrder order;
    /** All values that occur, in order, with how many there are. */
    private final Map<Optional<String>, Long> counts = new LinkedHashMap<>();

    FacetOrder(List<LeafHits> hits, Columns columns, CdrOrder order) throws IOException {
        this.hits = hits;
        this.columns = columns;
        this.order = order;
        var unordered = new HashMap<Optional<String>, Long>();
        for (var leaf : hits) {
            var of = columns.of(leaf.leaf().reader());
            var byOrd = new int[of.facets().length];
            for (int doc = leaf.next(0); doc < leaf.high(); doc = leaf.next(doc + 1))
                byOrd[of.ord(doc)]++;
            for (int ord = 0; ord < byOrd.length; ord++)
                if (byOrd[ord] > 0)
                    unordered.merge(value(of, ord), (long) byOrd[ord], Long::sum);
        }
        var byValue = Comparator.<Optional<String>, String>comparing(v -> v.orElse(""));
        unordered.keySet().stream()
                .sorted(Comparator.<Optional<String>, Boolean>comparing(Optional::isEmpty)
                        .thenComparing(order.descending() ? byValue.reversed() : byValue))
                .forEach(value -> counts.put(value, unordered.getOrDefault(value, 0L)));
    }

    private Optional<String> value(LeafColumns leaf, int ord) {
        return leaf.facets()[ord].of(order.field()).stream().findFirst();
    }

    private TimeOrder of(Optional<String> value) throws IOException {
        var with = new ArrayList<LeafHits>();
        for (var leaf : hits) {
            var of = columns.of(leaf.leaf().reader());
            var wanted = new boolean[of.facets().length];
            for (int ord = 0; ord < wanted.length; ord++)
                wanted[ord] = value(of, ord).equals(value);
            var bits = new FixedBitSet(of.size());
            for (int doc = leaf.next(0); doc < leaf.high(); doc = leaf.next(doc + 1))
                if (wanted[of.ord(doc)])
                    bits.set(doc);
            with.add(leaf.only(new Matches.Many(bits, Optional.empty())));
        }
        return new TimeOrder(with);
    }

    /** @return up to {@code limit} places from the offset on */
    List<Place> page(long offset, int limit) throws IOException {
        var page = new ArrayList<Place>();
        long skip = offset;
        for (var entry : counts.entrySet()) {
            if (skip < entry.getValue() && page.size() < limit)
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
            if (page.size() == limit || last.isPresent() && !same && isBefore(value, last.get().value()))
                continue;
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
