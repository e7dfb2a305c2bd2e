package org.trunkline.cdr.lucene.internal.columns;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.trunkline.query.record.Facets;

/**
 * The columns of each open segment, read when first needed and dropped with the segment; where there is not memory for
 * all, those not used for the longest time go. <b>Threads:</b> any.
 */
public final class Columns {
    /** Of smaller segments they are read in no time, and have no file. */
    private static final int LARGE = 20_000;
    /** Facets; usual are a few thousand. */
    private static final int MANY = 50_000;

    private final long maxBytes;
    private final Optional<ColumnFiles> files;
    private final Map<IndexReader.CacheKey, LeafColumns> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Facets> facets = new ConcurrentHashMap<>();
    private final Map<IndexReader.CacheKey, LeafTimes> times = new ConcurrentHashMap<>();
    /** Held by who reads the columns of a segment; others that want them wait. */
    private final Map<IndexReader.CacheKey, Object> reading = new ConcurrentHashMap<>();
    private long bytes;

    public Columns(long maxBytes) {
        this(maxBytes, Optional.empty());
    }

    public Columns(long maxBytes, Optional<ColumnFiles> files) {
        this.maxBytes = maxBytes;
        this.files = files;
    }

    public LeafColumns of(LeafReader reader) throws IOException {
        var helper = reader.getCoreCacheHelper();
        var known = known(helper.getKey());
        if (known.isPresent())
            return known.get();
        synchronized (reading.computeIfAbsent(helper.getKey(), _ -> new Object())) {
            known = known(helper.getKey());
            if (known.isPresent())
                return known.get();
            try {
                var made = new LeafColumns(rows(reader), this::facets);
                if (keep(helper.getKey(), made))
                    helper.addClosedListener(this::forget);
                return made;
            } finally {
                reading.remove(helper.getKey()); // who comes now finds them, or reads what was dropped again
            }
        }
    }

    private Facets facets(String text) {
        if (facets.size() > MANY)
            facets.clear();
        return facets.computeIfAbsent(text, Facets::of);
    }

    private SegmentRows rows(LeafReader reader) throws IOException {
        return isLarge(reader) ? files.orElseThrow().of((SegmentReader) reader, this::facets) : SegmentRows.of(reader);
    }

    private boolean isLarge(LeafReader reader) {
        return files.isPresent() && reader instanceof SegmentReader && reader.maxDoc() >= LARGE;
    }

    /** @param infos what was committed */
    public void committed(SegmentInfos infos) {
        files.ifPresent(it -> it.sweep(infos.asList().stream().map(info -> ColumnFiles.id(info.info.getId()))
                .collect(Collectors.toSet())));
    }

    /** Reads from the index again what lies damaged on the disk. */
    public void damaged(String id) {
        files.ifPresent(it -> it.damaged(id));
        synchronized (kept) {
            kept.clear(); // which of them is that file's is not known, and this is rare
            bytes = 0;
        }
        times.clear();
    }

    /** Reads what the next search would. */
    public void warm(LeafReader merged) throws IOException {
        if (merged.maxDoc() >= LARGE)
            of(merged);
    }

    private Optional<LeafColumns> known(IndexReader.CacheKey key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key));
        }
    }

    public LeafTimes times(LeafReader reader) throws IOException {
        var helper = reader.getCoreCacheHelper();
        var known = times.get(helper.getKey());
        if (known != null)
            return known;
        var made = new LeafTimes(isLarge(reader) ? of(reader).times() : LeafTimes.samples(reader), reader.maxDoc());
        if (times.putIfAbsent(helper.getKey(), made) == null)
            helper.addClosedListener(times::remove);
        return made;
    }

    private boolean keep(IndexReader.CacheKey key, LeafColumns made) {
        synchronized (kept) {
            if (kept.putIfAbsent(key, made) != null)
                return false;
            bytes += made.bytes();
            var oldest = kept.values().iterator();
            while (bytes > maxBytes && oldest.hasNext()) {
                bytes -= oldest.next().bytes();
                oldest.remove();
            }
            return true;
        }
    }

    private void forget(IndexReader.CacheKey key) {
        synchronized (kept) {
            Optional.ofNullable(kept.remove(key)).ifPresent(gone -> bytes -= gone.bytes());
        }
    }
}
