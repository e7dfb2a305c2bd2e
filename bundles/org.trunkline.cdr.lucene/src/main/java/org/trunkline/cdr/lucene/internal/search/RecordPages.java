package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.trunkline.api.Page;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.columns.Workers;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Compiled;
import org.trunkline.cdr.lucene.internal.search.FacetOrder.Found;
import org.trunkline.cdr.lucene.internal.search.HitCache.Hits;
import org.trunkline.cdr.lucene.internal.search.TimeOrder.Place;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordLog.Entry;
import org.trunkline.query.record.Facets;

/** Pages of what was found, in any order; the records come from the journal. <b>Threads:</b> any. */
final class RecordPages {
    /** Records that one thread reads at once. */
    private static final int SHARE = 16;

    private final Columns columns;
    private final Workers workers;
    private final RecordLog log;
    private final FieldOrder fieldOrder = new FieldOrder(new DeepPages());

    RecordPages(Columns columns, Workers workers, RecordLog log) {
        this.columns = columns;
        this.workers = workers;
        this.log = log;
    }

    /** @param offset less than there were found @param bounds of putting them in order */
    List<Cdr> at(IndexSearcher searcher, Hits hits, Compiled query, CdrOrder order, long offset, int limit, SearchBudget bounds)
            throws IOException {
        return read(positions(searcher, hits, query, order, offset, limit, bounds));
    }

    /** @param after the last of the page before @param bounds of putting them in order */
    Page<Cdr> after(IndexSearcher searcher, List<LeafHits> hits, CdrOrder order, Optional<FieldDoc> after, int limit,
            SearchBudget bounds) throws IOException {
        return order.equals(CdrOrder.NEWEST_FIRST) ? byTime(hits, order, after, limit)
                : isByFacet(order) ? byFacet(hits, order, after, limit, bounds)
                        : byField(searcher, hits, order, after, limit, bounds);
    }

    /** Most of the time of a page; so all threads read. What cannot be read is left out. */
    private List<Cdr> read(List<Long> positions) throws IOException {
        var found = new ArrayList<Optional<Cdr>>(Collections.nCopies(positions.size(), Optional.empty()));
        workers.each((positions.size() + SHARE - 1) / SHARE, share -> {
            for (int i = share * SHARE; i < Math.min(positions.size(), (share + 1) * SHARE); i++)
                found.set(i, log.read(positions.get(i)).map(Entry::cdr)); // each thread its own places
        });
        return found.stream().flatMap(Optional::stream).toList();
    }

    private List<Long> positions(IndexSearcher searcher, Hits hits, Compiled query, CdrOrder order, long offset, int limit,
            SearchBudget bounds) throws IOException {
        if (isByFacet(order))
            return new FacetOrder(hits.leaves(), columns, order, bounds).page(offset, limit).stream().map(Place::position).toList();
        if (order.attribute().isPresent() || order.field() != CdrField.STARTED)
            return fieldOrder.page(searcher, hits, query, order, offset, limit, bounds);
        var byTime = new TimeOrder(hits.leaves());
        if (order.descending())
            return byTime.page(offset, limit).stream().map(Place::position).toList();
        long total = byTime.count();
        long end = Math.min(total, offset + limit);
        return byTime.page(total - end, (int) (end - offset)).reversed().stream().map(Place::position).toList();
    }

    private Page<Cdr> byTime(List<LeafHits> hits, CdrOrder order, Optional<FieldDoc> after, int limit)
            throws IOException {
        var byTime = new TimeOrder(hits);
        var places = after.isEmpty() ? byTime.page(0, limit + 1)
                : byTime.after(PageCursor.place(after.get()), limit + 1);
        var records = read(places.stream().limit(limit).map(Place::position).toList());
        return new Page<>(records, byTime.count(), places.size() <= limit ? Optional.empty()
                : Optional.of(PageCursor.of(order, places.get(limit - 1), Optional.empty())));
    }

    private Page<Cdr> byFacet(List<LeafHits> hits, CdrOrder order, Optional<FieldDoc> after, int limit, SearchBudget bounds)
            throws IOException {
        var last = after.map(doc -> new Found(PageCursor.word(doc), PageCursor.place(doc)));
        var found = new FacetOrder(hits, columns, order, bounds).after(last, limit + 1);
        var records = read(found.stream().limit(limit).map(it -> it.place().position()).toList());
        long total = new TimeOrder(hits).count();
        if (found.size() <= limit)
            return new Page<>(records, total, Optional.empty());
        var end = found.get(limit - 1);
        return new Page<>(records, total,
                Optional.of(PageCursor.of(order, end.place(), end.value().map(BytesRef::new))));
    }

    private Page<Cdr> byField(IndexSearcher searcher, List<LeafHits> hits, CdrOrder order, Optional<FieldDoc> after,
            int limit, SearchBudget bounds) throws IOException {
        long total = new TimeOrder(hits).count();
        if (total == 0)
            return new Page<>(List.of(), 0, Optional.empty());
        var top = FieldOrder.after(searcher, hits, order, after.orElse(null), limit + 1, bounds).scoreDocs;
        var records = read(Stream.of(top).limit(limit).map(doc -> (Long) ((FieldDoc) doc).fields[2]).toList());
        if (top.length <= limit)
            return new Page<>(records, total, Optional.empty());
        var last = (FieldDoc) top[limit - 1];
        return new Page<>(records, total,
                Optional.of(PageCursor.of(order, PageCursor.place(last), Optional.ofNullable(last.fields[0]))));
    }

    private static boolean isByFacet(CdrOrder order) {
        return order.attribute().isEmpty() && Facets.FIELDS.contains(order.field());
    }
}
