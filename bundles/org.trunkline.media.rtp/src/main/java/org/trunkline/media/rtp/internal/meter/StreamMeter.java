package org.trunkline.media.rtp.internal.meter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.quality.LossBursts;

/**
 * Counts what one side sends on one media line, over all its synchronisation sources.
 *
 * <p><b>Threads:</b> written by the relay loop, read by anyone. A sequence lock keeps figures that belong together
 * together: the loop never waits for readers, a reader tries again where a packet came in between.
 */
public final class StreamMeter {
    /** Video sends retransmissions and layers as sources of their own; more than that is not worth telling apart. */
    static final int SOURCES = 4;
    private static final int HEADER = 12;
    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(StreamMeter.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * One consistent reading.
     *
     * @param codec encoding name of most packets; empty where none came
     */
    public record Reading(long packets, long octets, long lost, long duplicates, long reordered, Duration jitter,
            Duration maxJitter, double burstRatio, Optional<LossBursts> bursts, String codec) {}

    /** Odd while a packet is being counted. */
    @SuppressWarnings("unused")
    private int version;

    private final SourceMeter[] sources = new SourceMeter[SOURCES];
    private int sourceCount;
    private int current;
    /** Payload types as they came, and how many packets of each: there are seldom more than two. */
    private byte[] seenTypes = new byte[2];
    private int[] seenCounts = new int[2];
    private int seen;
    private int slot;
    private PayloadTypes types = PayloadTypes.STATIC_ONLY;
    private int lastType = -1;
    private int lastClock;
    private boolean lastAside;
    private double maxJitter;
    /** Highest since {@link #beginStep}. */
    private double stepJitter;

    // of sources that were dropped for newer ones
    private long oldReceived;
    private long oldOctets;
    private long oldLost;
    private long oldDuplicates;
    private long oldReordered;
    private LossPattern.@Nullable Sum oldLoss;

    public void types(PayloadTypes meaning) {
        begin();
        types = meaning;
        lastType = -1;
        end();
    }

    /** Counts a packet without looking into it: not RTP. */
    public void opaque(int length) {
        begin();
        oldReceived++;
        oldOctets += length;
        end();
    }

    /**
     * Counts an RTP packet that begins at position 0.
     *
     * @return false if it is none: nothing was counted
     */
    public boolean rtp(ByteBuffer packet, long nanos) {
        int payload = payloadLength(packet);
        if (payload < 0)
            return false;
        begin();
        count(packet, payload, nanos);
        end();
        return true;
    }

    /** Octets of payload, or -1 where the header does not fit the packet (RFC 3550 A.1). */
    public static int payloadLength(ByteBuffer packet) {
        int length = packet.limit();
        if (length < HEADER)
            return -1;
        int flags = packet.get(0);
        if ((flags & 0xC0) != 0x80)
            return -1;
        int header = HEADER + 4 * (flags & 0x0F);
        if ((flags & 0x10) != 0) {
            if (length < header + 4)
                return -1;
            header += 4 + 4 * (packet.getShort(header + 2) & 0xFFFF);
        }
        int padding = (flags & 0x20) != 0 && length > header ? packet.get(length - 1) & 0xFF : 0;
        return length - header - padding;
    }

    private void count(ByteBuffer packet, int payload, long nanos) {
        var source = source(packet.getInt(8), packet.getShort(2) & 0xFFFF, nanos);
        if (source == null)
            return;
        source.octets += payload;
        int type = packet.get(1) & 0x7F;
        if (type != lastType)
            look(type);
        seenCounts[slot]++;
        if (!lastAside)
            source.timing(packet.getInt(4), lastClock, nanos);
        double jitter = source.jitterNanos();
        if (jitter > stepJitter)
            stepJitter = jitter;
        if (source.maxJitterNanos() > maxJitter)
            maxJitter = source.maxJitterNanos();
    }

    private void look(int type) {
        var encoding = types.encoding(type);
        slot = slot(type);
        lastType = type;
        lastClock = encoding.clockRate();
        lastAside = PayloadTypes.isAside(encoding);
    }

    private int slot(int type) {
        for (int i = 0; i < seen; i++)
            if (seenTypes[i] == type)
                return i;
        if (seen == seenTypes.length) {
            seenTypes = Arrays.copyOf(seenTypes, 2 * seen);
            seenCounts = Arrays.copyOf(seenCounts, 2 * seen);
        }
        seenTypes[seen] = (byte) type;
        return seen++;
    }

    /** The meter of this source, or null where the packet is not to be counted further. */
    private @Nullable SourceMeter source(int ssrc, int sequence, long nanos) {
        int i = current;
        if (sourceCount == 0 || sources[i].ssrc != ssrc) {
            i = 0;
            while (i < sourceCount && sources[i].ssrc != ssrc)
                i++;
            if (i == sourceCount)
                return begun(vacant(), ssrc, sequence, nanos);
            current = i;
        }
        var source = sources[i];
        source.lastNanos = nanos;
        return switch (source.sequence(sequence)) {
            case NEW -> source;
            case DUPLICATE, SUSPECT -> null;
            case RESTARTED -> {
                fold(source);
                var again = begun(i, ssrc, sequence - 1 & 0xFFFF, nanos);
                again.sequence(sequence);
                yield again;
            }
        };
    }

    private SourceMeter begun(int i, int ssrc, int sequence, long nanos) {
        var source = new SourceMeter(ssrc, sequence, nanos);
        sources[i] = source;
        current = i;
        return source;
    }

    /** A place for a new source: a free one, or that of the one unheard for longest. */
    private int vacant() {
        if (sourceCount < SOURCES)
            return sourceCount++;
        int oldest = 0;
        for (int i = 1; i < SOURCES; i++)
            if (sources[i].lastNanos - sources[oldest].lastNanos < 0)
                oldest = i;
        fold(sources[oldest]);
        return oldest;
    }

    private void fold(SourceMeter source) {
        oldReceived += source.received();
        oldOctets += source.octets;
        oldLost += source.lost();
        oldDuplicates += source.duplicates();
        oldReordered += source.reordered();
        var loss = source.loss();
        if (oldLoss != null)
            loss.add(oldLoss);
        oldLoss = loss;
    }

    /** Packets, as in {@link #read}; by the loop. */
    long received() {
        long received = oldReceived;
        for (int i = 0; i < sourceCount; i++)
            received += sources[i].received();
        return received;
    }

    /** Of those that left the window or are missing in it; by the loop. */
    long lost() {
        long lost = oldLost;
        for (int i = 0; i < sourceCount; i++)
            lost += sources[i].lost();
        return lost;
    }

    /** Nanoseconds; by anyone. */
    double stepJitter() {
        return stepJitter;
    }

    /** By the loop. */
    void beginStep() {
        stepJitter = sourceCount == 0 ? 0 : sources[current].jitterNanos();
    }

    /** The source heard last, null before the first. By the loop. */
    public @Nullable SourceMeter latest() {
        return sourceCount == 0 ? null : sources[current];
    }

    /** Null where there is none such. By the loop. */
    public @Nullable SourceMeter source(int ssrc) {
        for (int i = 0; i < sourceCount; i++)
            if (sources[i].ssrc == ssrc)
                return sources[i];
        return null;
    }

    private void begin() {
        VERSION.setOpaque(this, (int) VERSION.get(this) + 1);
        VarHandle.storeStoreFence();
    }

    private void end() {
        VERSION.setRelease(this, (int) VERSION.get(this) + 1);
    }

    public Reading read() {
        while (true) {
            int before = (int) VERSION.getAcquire(this);
            if ((before & 1) == 0) {
                var reading = sum();
                VarHandle.loadLoadFence();
                if (before == (int) VERSION.getOpaque(this))
                    return reading;
            }
            Thread.onSpinWait();
        }
    }

    private Reading sum() {
        long received = oldReceived;
        long lost = oldLost;
        long duplicates = oldDuplicates;
        long reordered = oldReordered;
        long octets = oldOctets;
        var loss = new LossPattern.Sum();
        var before = oldLoss;
        if (before != null)
            loss.add(before);
        double jitter = 0;
        for (int i = 0; i < SOURCES; i++) {
            var source = sources[i];
            if (source == null)
                break;
            received += source.received();
            lost += source.lost();
            duplicates += source.duplicates();
            reordered += source.reordered();
            octets += source.octets;
            loss.add(source.loss());
            if (i == current)
                jitter = source.jitterNanos();
        }
        return new Reading(received, octets, lost, duplicates, reordered, Duration.ofNanos((long) jitter),
                Duration.ofNanos((long) maxJitter), loss.burstRatio(received), loss.bursts(), codec());
    }

    private String codec() {
        String name = "";
        long most = 0;
        byte[] all = seenTypes;
        int[] counts = seenCounts;
        for (int i = Math.min(all.length, counts.length) - 1; i >= 0; i--) { // those not seen count nothing
            if (counts[i] <= most)
                continue;
            var encoding = types.encoding(all[i]);
            if (!PayloadTypes.isAside(encoding)) {
                most = counts[i];
                name = encoding.name();
            }
        }
        return name;
    }
}
