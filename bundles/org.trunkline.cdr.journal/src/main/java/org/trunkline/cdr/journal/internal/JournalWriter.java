package org.trunkline.cdr.journal.internal;

import static org.trunkline.cdr.journal.internal.segment.Frame.Type.ENDED;
import static org.trunkline.cdr.journal.internal.segment.Frame.Type.HEARTBEAT;
import static org.trunkline.cdr.journal.internal.segment.Frame.Type.INTERRUPTED;
import static org.trunkline.cdr.journal.internal.segment.Frame.Type.OPEN;
import static org.trunkline.cdr.journal.internal.segment.Frame.Type.WORDS;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.codec.ByteSink;
import org.trunkline.cdr.journal.internal.codec.CdrCodec;
import org.trunkline.cdr.journal.internal.codec.OpenCall;
import org.trunkline.cdr.journal.internal.codec.StringDictionary;
import org.trunkline.cdr.journal.internal.segment.Frame;
import org.trunkline.cdr.journal.internal.segment.FrameReader;
import org.trunkline.cdr.journal.internal.segment.LadderStore;
import org.trunkline.cdr.journal.internal.segment.SegmentFolder;
import org.trunkline.cdr.journal.internal.segment.SegmentHeader;
import org.trunkline.cdr.journal.internal.segment.SegmentTail;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;

/**
 * Appends records as they come, which outlives the process; {@link JournalSync} makes them outlive the machine. All but
 * {@link #written}, {@link #force} and {@link #forceLadders} belong to one thread.
 */
final class JournalWriter implements AutoCloseable {
    /** How far it is: position after the last entry, its number, and how many items of the queue that were since start. */
    record Mark(long end, long sequence, long items) {}

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    /** A segment without words is short: the next one has them. */
    private static final long WORDLESS_BYTES = 1 << 20;
    private static final Duration HEARTBEAT_EACH = Duration.ofSeconds(1);

    private final SegmentFolder folder;
    private final LadderStore ladders;
    private final InstantSource clock;
    private final long segmentBytes;
    private final UUID id;
    private final SegmentTail tail;
    private final ByteSink batch = new ByteSink(64 << 10);
    private final ByteSink payload = new ByteSink(4 << 10);
    /** For calls that go on: what they are written with must not depend on the segment. */
    private final ByteSink plain = new ByteSink(4 << 10);
    private final StringDictionary.Counter counter = new StringDictionary.Counter();
    /** Calls that go on, encoded, to begin a new segment with. */
    private final Map<CallId, byte[]> open = new LinkedHashMap<>();
    private Instant lastHeartbeat = Instant.EPOCH;
    private boolean torn;
    private boolean hasWords;
    private volatile Mark written;

    JournalWriter(SegmentFolder folder, LadderStore ladders, InstantSource clock, long segmentBytes,
            FrameReader.DamageListener listener) throws IOException {
        this.folder = folder;
        this.ladders = ladders;
        this.clock = clock;
        this.segmentBytes = segmentBytes;
        id = folder.journal().orElseGet(UUID::randomUUID);
        if (folder.isEmpty()) {
            tail = SegmentTail.first(folder, SegmentHeader.of(id, 0, 0, new ByteSink(0)));
            use(StringDictionary.NONE);
            written = new Mark(SegmentHeader.SIZE, 0, 0);
        } else {
            var recovery = Recovery.of(folder, listener);
            tail = SegmentTail.last(folder);
            written = new Mark(recovery.end(), recovery.sequence(), 0);
            if (folder.headerAt(tail.base()).isEmpty())
                roll();
            else
                use(folder.wordsAt(tail.base()));
            closeInterrupted(recovery.interrupted());
        }
        tail.force(); // what a killed process left may be in memory only, and will be called acknowledged
    }

    private void closeInterrupted(List<Cdr> calls) throws IOException {
        if (calls.isEmpty())
            return;
        long sequence = written.sequence();
        batch.clear();
        for (var call : calls) {
            payload.clear();
            payload.number(0);
            CdrCodec.write(call, payload);
            Frame.write(INTERRUPTED, ++sequence, payload.array(), payload.size(), batch);
        }
        append(sequence, 0);
        LOG.info("{} calls were in progress when the node stopped; their records are closed as interrupted", calls.size());
    }

    String id() {
        return id.toString();
    }

    Mark written() {
        return written;
    }

    /** Writes a batch, or only a sign of life; where it fails, nothing of the batch counts as written. */
    void write(List<RecordQueue.Item> items) throws IOException {
        boolean sign = heartbeatDue();
        if (items.isEmpty() && !sign)
            return;
        if (torn)
            tail.truncate(written.end());
        torn = true;
        encodeAndWrite(items, sign);
        torn = false;
    }

    /** Forces what is written before the call. Another thread's. */
    void force() throws IOException {
        tail.force();
    }

    /** Goes back to the last acknowledged record: after a failed force nobody knows what of the rest is on the disk. */
    void rewind(Mark durable) throws IOException {
        tail.backTo(durable.end());
        use(folder.wordsAt(tail.base()));
        written = durable;
    }

    /** Begins a new segment where this one is full. */
    void rollIfFull() throws IOException {
        if (written.end() - tail.base() >= (hasWords ? segmentBytes : Math.min(segmentBytes, WORDLESS_BYTES)))
            roll();
        ladders.rollIfFull();
    }

    /** So that what is written so far is in segments that grow no more. */
    void endSegments() throws IOException {
        ladders.end();
        roll();
    }

    private void encodeAndWrite(List<RecordQueue.Item> items, boolean sign) throws IOException {
        batch.clear();
        ladders.forget();
        var opened = new HashMap<CallId, byte[]>();
        var now = clock.instant();
        if (sign)
            heartbeat(now, written.sequence(), batch);
        long sequence = written.sequence();
        for (var item : items)
            sequence = encode(item, sequence, opened);
        ladders.write();
        append(sequence, items.size());
        for (var item : items) {
            if (!item.open())
                open.remove(item.cdr().id());
            else if (opened.containsKey(item.cdr().id()))
                open.put(item.cdr().id(), opened.get(item.cdr().id()));
        }
        if (sign)
            lastHeartbeat = now;
    }

    /** @return the sequence number after it; one record that cannot be encoded must not stop the others */
    private long encode(RecordQueue.Item item, long sequence, Map<CallId, byte[]> opened) {
        try {
            if (item.open()) {
                plain.clear();
                OpenCall.write(item.cdr(), item.prices(), plain);
                Frame.write(OPEN, sequence, plain.array(), plain.size(), batch);
                opened.put(item.cdr().id(), plain.toBytes());
                return sequence;
            }
            payload.clear();
            payload.number(item.ladder().entries().isEmpty() ? 0 : ladders.add(item.ladder()));
            CdrCodec.write(item.cdr(), payload);
            byte[] steps = LadderSteps.of(item.ladder()).bytes();
            payload.number(steps.length);
            payload.raw(steps);
            Frame.write(ENDED, sequence + 1, payload.array(), payload.size(), batch);
            return sequence + 1;
        } catch (RuntimeException e) {
            LOG.error("call {}: its record cannot be written: {}", item.cdr().id(), e.toString(), e);
            return sequence;
        }
    }

    private void append(long sequence, int items) throws IOException {
        tail.write(batch, written.end());
        written = new Mark(written.end() + batch.size(), sequence, written.items() + items);
    }

    /** Begins a new segment. */
    void roll() throws IOException {
        var beginning = new ByteSink(64 << 10);
        var words = counter.take();
        plain.clear();
        words.write(plain);
        for (int i = 0; i < 2; i++) // all records of the segment need them, and a disk forgets
            Frame.write(WORDS, written.sequence(), plain.array(), plain.size(), beginning);
        heartbeat(clock.instant(), written.sequence(), beginning);
        for (byte[] call : open.values())
            Frame.write(OPEN, written.sequence(), call, call.length, beginning);
        long at = Math.max(written.end(), tail.base() + SegmentHeader.SIZE);
        tail.roll(SegmentHeader.of(id, at, written.sequence(), beginning), beginning);
        use(words);
        written = new Mark(at + SegmentHeader.SIZE + beginning.size(), written.sequence(), written.items());
    }

    private boolean heartbeatDue() {
        return !open.isEmpty()
                && Duration.between(lastHeartbeat, clock.instant()).abs().compareTo(HEARTBEAT_EACH) >= 0;
    }

    private void use(StringDictionary words) {
        payload.use(words, counter);
        hasWords = !words.isEmpty();
    }

    private void heartbeat(Instant now, long sequence, ByteSink out) {
        payload.clear();
        payload.number(now.toEpochMilli());
        Frame.write(HEARTBEAT, sequence, payload.array(), payload.size(), out);
    }

    /** Ladders are forced less often than records: a power cut may cost a second of them. */
    void forceLadders() throws IOException {
        ladders.force();
    }

    @Override
    public void close() {
        tail.close();
        ladders.close();
    }
}
