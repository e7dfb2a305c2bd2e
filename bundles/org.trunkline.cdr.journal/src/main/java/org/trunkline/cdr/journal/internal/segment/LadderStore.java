package org.trunkline.cdr.journal.internal.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.DataFormatException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.codec.ByteSink;
import org.trunkline.cdr.journal.internal.codec.ByteSource;
import org.trunkline.cdr.journal.internal.codec.LadderCodec;
import org.trunkline.cdr.journal.internal.segment.SegmentRewriter.Messages;
import org.trunkline.domain.cdr.Ladder;

/**
 * SIP messages beside the journal, in segments of their own that may be deleted sooner. Written by the journal's
 * thread, forced by its other one, read by any.
 */
public final class LadderStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LadderStore.class);
    private static final int FIRST_READ = 4 << 10;

    private final SegmentFolder folder;
    private final long segmentBytes;
    private final LadderCodec codec = new LadderCodec();
    /** For erasure, which runs on another thread. */
    private final LadderCodec codecOfNothing = new LadderCodec();
    private final ByteSink payload = new ByteSink(16 << 10);
    private final ByteSink pending = new ByteSink(64 << 10);
    private final UUID id;
    private final SegmentTail tail;
    /** Where the next byte goes. What is behind a crash's torn tail is never referred to, so nothing is scanned. */
    private long end;

    public LadderStore(Path path, long segmentBytes, AppendFile.Opener opener) throws IOException {
        folder = new SegmentFolder(path, ".ladders", "TLLADDR\n", opener);
        this.segmentBytes = segmentBytes;
        id = folder.journal().orElseGet(UUID::randomUUID);
        if (folder.isEmpty()) {
            tail = SegmentTail.first(folder, header(0));
            end = SegmentHeader.SIZE;
            return;
        }
        long base = folder.lastBase();
        end = base + Math.max(SegmentHeader.SIZE, folder.sizeOf(base));
        tail = SegmentTail.last(folder);
        if (folder.headerAt(base).isEmpty())
            roll();
    }

    private SegmentHeader header(long base) {
        return SegmentHeader.of(id, base, 0, new ByteSink(0));
    }

    /** Adds to what {@link #write} will write. @return where it will be */
    public long add(Ladder ladder) {
        payload.clear();
        codec.write(ladder, payload);
        long position = end + pending.size();
        Frame.write(Frame.Type.LADDER, 0, payload.array(), payload.size(), pending);
        return position;
    }

    /** Forgets what was added since the last {@link #write}. */
    public void forget() {
        pending.clear();
    }

    public void write() throws IOException {
        if (pending.size() == 0)
            return;
        tail.write(pending, end);
        end += pending.size();
        pending.clear();
    }

    public void force() throws IOException {
        tail.force();
    }

    /** Between batches. */
    public void rollIfFull() throws IOException {
        if (end - tail.base() >= segmentBytes)
            roll();
    }

    /** Begins a new segment where this one has anything. */
    public void end() throws IOException {
        if (end - tail.base() > SegmentHeader.SIZE)
            roll();
    }

    private void roll() throws IOException {
        tail.roll(header(end), new ByteSink(0));
        end += SegmentHeader.SIZE;
    }

    public Optional<Ladder> read(long position) throws IOException {
        if (folder.isEmpty() || position < folder.firstBase())
            return Optional.empty();
        byte[] bytes = folder.read(position, FIRST_READ);
        int needed = Frame.needed(bytes, 0);
        if (needed > bytes.length)
            bytes = folder.read(position, needed);
        var frame = Frame.at(bytes, 0).filter(f -> f.type() == Frame.Type.LADDER);
        if (frame.isEmpty()) {
            LOG.debug("no complete ladder at {}", position);
            return Optional.empty();
        }
        try {
            var payload = new ByteSource(bytes, frame.get().start(), bytes.length).raw(frame.get().length());
            return Optional.of(LadderCodec.read(payload));
        } catch (DataFormatException | IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.warn("the ladder at {} cannot be read: {}", position, e.toString());
            return Optional.empty();
        }
    }

    /** Overwrites ladders with ones of no messages. */
    public void blank(List<Messages> some) throws IOException {
        var bySegment = new TreeMap<Long, List<Messages>>();
        for (var it : some)
            if (!folder.isEmpty() && it.position() >= folder.firstBase())
                bySegment.computeIfAbsent(folder.baseOf(it.position()), _ -> new ArrayList<>()).add(it);
        for (var of : bySegment.entrySet())
            folder.keepTime(of.getKey(), () -> blank(of.getKey(), of.getValue()));
    }

    private void blank(long base, List<Messages> some) throws IOException {
        try (var file = folder.append(base)) {
            for (var it : some) {
                var frame = new ByteSink(1 << 10);
                if (isBlank(it, frame))
                    file.write(ByteBuffer.wrap(frame.array(), 0, frame.size()), it.position() - base);
            }
            file.force();
        }
    }

    /** As long as what is there. @return false where nothing is, or no more than no messages are */
    private boolean isBlank(Messages it, ByteSink frame) throws IOException {
        byte[] head = folder.read(it.position(), Frame.HEAD);
        if (head.length < Frame.HEAD || Frame.needed(head, 0) == Frame.HEAD)
            return false;
        int length = Frame.needed(head, 0) - Frame.HEAD;
        var empty = new ByteSink(length);
        codecOfNothing.write(new Ladder(it.call(), List.of()), empty);
        if (empty.size() > length)
            return false;
        empty.fill(length);
        Frame.write(Frame.Type.LADDER, 0, empty.array(), length, frame);
        return true;
    }

    /** Whether there is anything to {@link #drop}. */
    public boolean hasOlder(Instant before) throws IOException {
        return !folder.closed().isEmpty() && folder.lastWritten(folder.closed().getFirst()).isBefore(before);
    }

    /** Deletes segments that are all older; of those with something held, all else. @return how many went whole */
    public int drop(Instant before, NavigableSet<Long> held) throws IOException {
        int dropped = 0;
        for (long it : folder.closed()) {
            if (!folder.lastWritten(it).isBefore(before))
                break;
            if (held.subSet(it, it + folder.sizeOf(it)).isEmpty()) {
                folder.remove(it);
                dropped++;
            } else {
                new SegmentRewriter(folder, it, _ -> { }).keepLadders(held::contains);
            }
        }
        return dropped;
    }

    @Override
    public void close() {
        folder.close();
        try {
            tail.force();
        } catch (IOException e) {
            LOG.warn("the last ladders may be lost: {}", e.toString());
        }
        tail.close();
    }
}
