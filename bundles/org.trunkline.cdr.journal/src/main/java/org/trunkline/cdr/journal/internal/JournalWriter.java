package org.trunkline.cdr.journal.internal;

import static org.trunkline.cdr.journal.internal.Frame.Type.ENDED;
import static org.trunkline.cdr.journal.internal.Frame.Type.HEARTBEAT;
import static org.trunkline.cdr.journal.internal.Frame.Type.INTERRUPTED;
import static org.trunkline.cdr.journal.internal.Frame.Type.OPEN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.RecordStage.Trouble;

/**
 * Appends records: writes them as they come, which outlives the process, and forces them to the disk a little later,
 * many at once, which outlives the machine; only then they are acknowledged. Where either fails, all since the last
 * force is to be written again. All but {@link #durable} and {@link #trouble} belong to one thread.
 */
final class JournalWriter implements AutoCloseable {
    /** What is acknowledged. */
    record Durable(long end, long sequence) {}

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final Duration HEARTBEAT_EACH = Duration.ofSeconds(1);

    private final SegmentFolder folder;
    private final LadderStore ladders;
    private final InstantSource clock;
    private final long segmentBytes;
    private final UUID id;
    private final ByteSink batch = new ByteSink(64 << 10);
    private final ByteSink payload = new ByteSink(4 << 10);
    /** Calls that go on, encoded, to begin a new segment with. */
    private final Map<CallId, byte[]> open = new LinkedHashMap<>();
    private AppendFile file;
    private long base;
    private Instant lastHeartbeat = Instant.EPOCH;
    private Durable written;
    private boolean rewound;
    private volatile Durable durable;
    private volatile Optional<Trouble> trouble = Optional.empty();

    JournalWriter(SegmentFolder folder, LadderStore ladders, InstantSource clock, long segmentBytes,
            FrameReader.DamageListener listener) throws IOException {
        this.folder = folder;
        this.ladders = ladders;
        this.clock = clock;
        this.segmentBytes = segmentBytes;
        id = folder.journal().orElseGet(UUID::randomUUID);
        if (folder.isEmpty()) {
            file = folder.create(new SegmentHeader(SegmentHeader.VERSION, id, 0, 0), ByteBuffer.allocate(0));
            written = durable = new Durable(SegmentHeader.SIZE, 0);
            return;
        }
        var recovery = Recovery.of(folder, listener);
        base = folder.lastBase();
        written = durable = new Durable(recovery.end(), recovery.sequence());
        file = folder.append(base);
        if (folder.headerAt(base).isEmpty())
            roll();
        closeInterrupted(recovery.interrupted());
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
        append(sequence);
        file.force();
        durable = written;
        LOG.info("{} calls were going on when the node stopped; their records say so", calls.size());
    }

    String id() {
        return id.toString();
    }

    Durable durable() {
        return durable;
    }

    Optional<Trouble> trouble() {
        return trouble;
    }

    /** Writes a batch, or only a sign of life. @return false if the disk did not take it */
    boolean write(List<RecordQueue.Item> items) {
        if (items.isEmpty() && !heartbeatDue())
            return true;
        try {
            if (rewound) {
                file.truncate(durable.end() - base); // what is left there must not be taken for records later
                rewound = false;
            }
            encodeAndWrite(items);
            return true;
        } catch (IOException e) {
            inTrouble(e);
            return false;
        }
    }

    /** Forces what is written, and acknowledges it. @return false if the disk did not take it */
    boolean force() {
        try {
            file.force();
        } catch (IOException e) {
            inTrouble(e);
            return false;
        }
        durable = written;
        if (trouble.isPresent()) {
            LOG.info("the journal is written again; nothing was lost");
            trouble = Optional.empty();
        }
        return true;
    }

    /** Goes back to the last acknowledged record: after a failure nobody knows what of the rest is on the disk. */
    void rewind() {
        written = durable;
        rewound = true;
    }

    /** Begins a new segment where this one is full; all must be forced. Where it fails, this one grows. */
    void rollIfFull() {
        try {
            if (written.end() - base >= segmentBytes)
                roll();
            ladders.rollIfFull();
        } catch (IOException e) {
            inTrouble(e);
        }
    }

    boolean isForced() {
        return written.end() == durable.end();
    }

    private void encodeAndWrite(List<RecordQueue.Item> items) throws IOException {
        batch.clear();
        ladders.forget();
        var opened = new HashMap<CallId, byte[]>();
        var now = clock.instant();
        boolean sign = heartbeatDue();
        if (sign)
            heartbeat(now, written.sequence(), batch);
        long sequence = written.sequence();
        for (var item : items)
            sequence = encode(item, sequence, opened);
        ladders.write();
        append(sequence);
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
            payload.clear();
            if (item.open()) {
                CdrCodec.write(item.cdr(), payload);
                Frame.write(OPEN, sequence, payload.array(), payload.size(), batch);
                opened.put(item.cdr().id(), payload.toBytes());
                return sequence;
            }
            payload.number(item.ladder().entries().isEmpty() ? 0 : ladders.add(item.ladder()));
            CdrCodec.write(item.cdr(), payload);
            Frame.write(ENDED, sequence + 1, payload.array(), payload.size(), batch);
            return sequence + 1;
        } catch (RuntimeException e) {
            LOG.error("call {}: its record cannot be written: {}", item.cdr().id(), e.toString(), e);
            return sequence;
        }
    }

    private void append(long sequence) throws IOException {
        long end = written.end();
        file.write(ByteBuffer.wrap(batch.array(), 0, batch.size()), end - base);
        written = new Durable(end + batch.size(), sequence);
    }

    private void roll() throws IOException {
        var start = new ByteSink(64 << 10);
        heartbeat(clock.instant(), durable.sequence(), start);
        for (byte[] call : open.values())
            Frame.write(OPEN, durable.sequence(), call, call.length, start);
        long at = Math.max(durable.end(), base + SegmentHeader.SIZE);
        var full = file;
        file = folder.create(new SegmentHeader(SegmentHeader.VERSION, id, at, durable.sequence()),
                ByteBuffer.wrap(start.array(), 0, start.size()));
        base = at;
        written = durable = new Durable(at + SegmentHeader.SIZE + start.size(), durable.sequence());
        full.close();
    }

    private boolean heartbeatDue() {
        return !open.isEmpty()
                && Duration.between(lastHeartbeat, clock.instant()).abs().compareTo(HEARTBEAT_EACH) >= 0;
    }

    private void heartbeat(Instant now, long sequence, ByteSink out) {
        payload.clear();
        payload.number(now.toEpochMilli());
        Frame.write(HEARTBEAT, sequence, payload.array(), payload.size(), out);
    }

    private void inTrouble(IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        if (trouble.isEmpty())
            LOG.error("the journal {} cannot be written: {}. Records wait in memory, calls go on; {}",
                    folder.pathOf(base), e.toString(), full ? "free disk space" : "check the disk");
        var since = trouble.map(Trouble::since).orElseGet(clock::instant);
        trouble = Optional.of(full
                ? new Trouble("disk-full", since, "The disk of " + folder.pathOf(base).getParent()
                        + " is full. Records wait in memory. Free some space.")
                : new Trouble("journal-stalled", since, "The journal " + folder.pathOf(base) + " cannot be written: "
                        + e.getMessage() + ". Records wait in memory. Check the disk."));
    }

    /** Ladders are forced less often than records: a power cut may cost a second of them. */
    void forceLadders() {
        try {
            ladders.force();
        } catch (IOException e) {
            inTrouble(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("the journal did not close: {}", e.toString());
        }
    }
}
