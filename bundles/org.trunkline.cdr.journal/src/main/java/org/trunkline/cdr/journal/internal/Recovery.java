package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.codec.ByteSource;
import org.trunkline.cdr.journal.internal.codec.CdrCodec;
import org.trunkline.cdr.journal.internal.codec.OpenCall;
import org.trunkline.cdr.journal.internal.segment.FrameReader;
import org.trunkline.cdr.journal.internal.segment.SegmentFolder;
import org.trunkline.cdr.journal.internal.segment.SegmentHeader;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;

/**
 * What the last segment tells at start: where it ends, how many records there are, and which calls were going on when
 * the node died. One segment is enough, since each begins with the calls that go on; more are read where a power cut
 * left the last one half-made.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Map<CallId, byte[]> open = new LinkedHashMap<>();
    private final List<long[]> damage = new ArrayList<>();
    private long end;
    private long sequence;
    private Instant lastSign = Instant.EPOCH;

    /** Reads the last segment, and cuts off what a crash left half-written at its end. */
    static Recovery of(SegmentFolder folder, FrameReader.DamageListener listener) throws IOException {
        var recovery = new Recovery();
        recovery.sequence = folder.lastHeader().map(SegmentHeader::sequence).orElse(0L);
        long base = folder.lastBase();
        long fileEnd = base + folder.sizeOf(base);
        var reader = new FrameReader(folder, folder.lastWhole(), () -> fileEnd,
                (from, to) -> recovery.damage.add(new long[] { from, to }));
        for (var found = reader.next(); found.isPresent(); found = reader.next())
            recovery.take(found.get());
        recovery.end = Math.max(recovery.end, Math.min(fileEnd, base + SegmentHeader.SIZE));
        for (long[] stretch : recovery.damage)
            if (stretch[1] < fileEnd)
                listener.damaged(stretch[0], stretch[1]);
        recovery.cutTail(folder, base, fileEnd);
        return recovery;
    }

    private void take(FrameReader.Found found) {
        end = found.next();
        sequence = Math.max(sequence, found.frame().sequence());
        try {
            var payload = found.payload();
            switch (found.frame().type()) {
                case OPEN -> {
                    byte[] bytes = payload.raw(found.frame().length());
                    open.put(CdrCodec.readId(found.payload()), bytes);
                }
                case ENDED, INTERRUPTED -> {
                    payload.number();
                    open.remove(CdrCodec.readId(payload));
                }
                case HEARTBEAT -> lastSign = Instant.ofEpochMilli(payload.number());
                case WORDS -> { }
                case LADDER -> LOG.warn("SIP messages among the records at {}", found.position());
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.warn("the journal entry at {} cannot be read: {}", found.position(), e.toString());
        }
    }

    private void cutTail(SegmentFolder folder, long base, long fileEnd) throws IOException {
        if (end == fileEnd)
            return;
        LOG.warn("{} ends with {} bytes of a partial write after a crash; they are cut off", folder.pathOf(base), fileEnd - end);
        try (var file = folder.append(base)) {
            file.truncate(end - base);
            file.force();
        }
    }

    long end() {
        return end;
    }

    long sequence() {
        return sequence;
    }

    /** The calls that went on, as records that say they were interrupted when the node was last known to live. */
    List<Cdr> interrupted() {
        var calls = new ArrayList<Cdr>();
        for (byte[] bytes : open.values()) {
            try {
                calls.add(OpenCall.read(new ByteSource(bytes, 0, bytes.length)).interrupted(lastSign));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                LOG.warn("a call that was in progress cannot be read: {}", e.toString());
            }
        }
        return calls;
    }
}
