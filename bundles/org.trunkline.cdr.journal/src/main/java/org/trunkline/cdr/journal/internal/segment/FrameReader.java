package org.trunkline.cdr.journal.internal.segment;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.trunkline.cdr.journal.internal.codec.ByteSource;
import org.trunkline.cdr.journal.internal.codec.StringDictionary;

/**
 * Walks over the entries of a journal. Where one is damaged, goes on at the next whole one in the segment, or with the
 * next segment. One thread at a time.
 */
public final class FrameReader {
    /** Told of a stretch that cannot be read. */
    @FunctionalInterface
    public interface DamageListener {
        void damaged(long from, long to);
    }

    /** An entry; its payload is in the array, which stays as it is. */
    public record Found(Frame frame, byte[] bytes, long position) {
        public long next() {
            return position + frame.size();
        }

        public ByteSource payload() {
            return payload(StringDictionary.NONE);
        }

        public ByteSource payload(StringDictionary words) {
            return new ByteSource(bytes, frame.start(), frame.start() + frame.length(), words);
        }
    }

    private static final int CHUNK = 256 << 10;

    private final SegmentFolder folder;
    private final LongSupplier end;
    private final DamageListener damage;
    private long position;
    private byte[] chunk = new byte[0];
    private long chunkAt;

    /** @param end position up to which entries are whole on the disk; may grow */
    public FrameReader(SegmentFolder folder, long position, LongSupplier end, DamageListener damage) {
        this.folder = folder;
        this.position = position;
        this.end = end;
        this.damage = damage;
    }

    /** The next entry, or none for now. */
    public Optional<Found> next() throws IOException {
        for (;;) {
            long limit = end.getAsLong();
            if (position >= limit)
                return Optional.empty();
            long base = folder.baseOf(position);
            position = Math.max(position, base + SegmentHeader.SIZE);
            long segmentEnd = Math.min(limit, folder.baseAfter(base).orElse(Long.MAX_VALUE));
            if (position >= segmentEnd) {
                if (segmentEnd == limit)
                    return Optional.empty();
                position = segmentEnd;
                continue;
            }
            var frame = frameAt(position, segmentEnd);
            if (frame.isPresent()) {
                var found = new Found(frame.get(), chunk, position);
                position = found.next();
                return Optional.of(found);
            }
            if (position >= base + folder.sizeOf(base) && folder.dropped(base + folder.sizeOf(base))) {
                position = segmentEnd;
                continue;
            }
            long good = nextWhole(position + 1, Math.min(segmentEnd, base + folder.sizeOf(base)), segmentEnd);
            damage.damaged(position, good);
            position = good;
        }
    }

    private long nextWhole(long from, long fileEnd, long segmentEnd) throws IOException {
        for (long at = from; at < fileEnd; at++)
            if (frameAt(at, fileEnd).isPresent())
                return at;
        return segmentEnd;
    }

    private Optional<Frame> frameAt(long at, long limit) throws IOException {
        load(at, Frame.HEAD, limit);
        load(at, Frame.needed(chunk, index(at)), limit);
        return Frame.at(chunk, index(at));
    }

    private int index(long at) {
        return (int) Math.min(at - chunkAt, chunk.length);
    }

    /** Never beyond the limit: what is there may be half written, and would be taken for damage later. */
    private void load(long at, int needed, long limit) throws IOException {
        if (at >= chunkAt && at + Math.min(needed, limit - at) <= chunkAt + chunk.length)
            return;
        chunk = folder.read(at, (int) Math.min(Math.max(CHUNK, needed), limit - at));
        chunkAt = at;
    }
}
