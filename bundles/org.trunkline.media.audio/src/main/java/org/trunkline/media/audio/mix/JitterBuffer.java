package org.trunkline.media.audio.mix;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.Resampler;

/**
 * Makes an even stream of samples out of RTP packets that arrive unevenly. The delay follows the interarrival jitter of RFC 3550 §6.4.1
 * between 20 and 120 ms: it grows when packets come too late, and shrinks where a second had more than it needs, so that two
 * clocks that differ stay together. Lost packets are concealed by their codec. Not thread-safe.
 */
final class JitterBuffer implements AutoCloseable {
    private static final int SLOTS = 64;
    private static final int LARGEST_STEP = 3000;
    private static final int FIRST_MILLIS = 40;
    private static final int MOST_MILLIS = 120;
    private static final int USUAL_PACKET_MILLIS = 20;
    /** Without a packet for so long the source is silent; what comes next is buffered first. */
    private static final int STARVED_MILLIS = 60;
    private static final double JITTERS = 3;
    private static final int WINDOW_FRAMES = 50;
    private static final int NANOS_OF_MILLI = 1_000_000;

    private record Packet(int number, AudioCodec codec, ByteBuffer payload) {}

    /** How one codec's payloads become samples of the rate wanted. */
    private static final class Decoding {
        private final AudioCodec.Decoder decoder;
        private final @Nullable Resampler resampler;
        private final short[] samples;
        private final int rate;

        Decoding(AudioCodec codec, int wanted) {
            rate = codec.makes(wanted) ? wanted : codec.sampleRate();
            decoder = codec.decoder(rate);
            resampler = rate == wanted ? null : new Resampler(rate, wanted);
            samples = new short[rate * AudioCodec.LONGEST_MILLIS / 1000];
        }
    }

    private final int rate;
    private final Packet[] packets = new Packet[SLOTS];
    private final Map<AudioCodec, Decoding> decodings = new IdentityHashMap<>(2);
    private final short[] ready;
    private @Nullable AudioCodec speaking;
    private int count;
    private int stored;
    private int packetMillis = USUAL_PACKET_MILLIS;
    private boolean begun;
    private boolean waiting = true;
    private boolean played;
    private int source;
    private int highest;
    private int next;
    /** Packets whose time was filled before it was known that they are lost. */
    private int filled;
    private int starvedMillis;
    private double jitterMillis;
    private double lastTransit;
    private long lastNanos;
    private boolean timed;
    private int frames;
    private int leastDepth = Integer.MAX_VALUE;
    private long lost;

    /** @param rate samples a second that are read */
    JitterBuffer(int rate) {
        this.rate = rate;
        ready = new short[rate * (2 * AudioCodec.LONGEST_MILLIS + USUAL_PACKET_MILLIS) / 1000 + 64];
    }

    /**
     * One packet of the source.
     *
     * @param payload is kept
     * @param nanos when it came
     */
    void put(AudioCodec codec, int ssrc, int sequence, int timestamp, ByteBuffer payload, long nanos) {
        int number = highest + (short) (sequence - highest);
        if (!begun || ssrc != source || Math.abs(number - highest) > LARGEST_STEP || number - next >= SLOTS) {
            begin(ssrc, sequence);
            number = sequence;
        }
        jitter(timestamp, codec.clockRate(), nanos);
        forget(number, nanos);
        highest = Math.max(highest, number);
        if (number < next && (played || highest - number >= SLOTS))
            return; // its time is over
        int slot = number & SLOTS - 1;
        if (packets[slot] != null)
            return;
        packets[slot] = new Packet(number, codec, payload);
        stored++;
        next = Math.min(next, number);
    }

    /** A source that says nothing sends a packet now and then (RFC 7587 §3.1.3): it does not delay what is said next. */
    private void forget(int number, long nanos) {
        if (waiting && stored > 0 && nanos - lastNanos > (long) MOST_MILLIS * NANOS_OF_MILLI && number > highest) {
            Arrays.fill(packets, null);
            stored = 0;
            next = number;
        }
        lastNanos = nanos;
    }

    private void begin(int ssrc, int sequence) {
        Arrays.fill(packets, null);
        stored = 0;
        begun = true;
        waiting = true;
        source = ssrc;
        highest = sequence;
        next = sequence;
        filled = 0;
        timed = false;
        played = false;
    }

    private void jitter(int timestamp, int clockRate, long nanos) {
        double transit = nanos / (double) NANOS_OF_MILLI - (timestamp & 0xFFFF_FFFFL) * 1000.0 / clockRate;
        double step = Math.abs(transit - lastTransit);
        if (timed && step < 1000)
            jitterMillis += (step - jitterMillis) / 16;
        lastTransit = transit;
        timed = true;
    }

    /** Fills the array with what is due. @return false where the source is silent, and the array too */
    boolean read(short[] into) {
        if (waiting && !enough()) {
            Arrays.fill(into, (short) 0);
            return false;
        }
        if (waiting)
            resume();
        adapt(into.length);
        while (count < into.length && !waiting)
            decodeNext();
        int given = Math.min(count, into.length);
        System.arraycopy(ready, 0, into, 0, given);
        Arrays.fill(into, given, into.length, (short) 0);
        drop(given);
        return given > 0;
    }

    private boolean enough() {
        return stored > 0 && depthMillis() >= Math.clamp((long) (JITTERS * jitterMillis) + USUAL_PACKET_MILLIS, FIRST_MILLIS, MOST_MILLIS);
    }

    private void resume() {
        waiting = false;
        played = true;
        starvedMillis = 0;
        filled = 0;
        while (packets[next & SLOTS - 1] == null)
            next++;
        window();
    }

    private void window() {
        frames = 0;
        leastDepth = Integer.MAX_VALUE;
    }

    /** Where a whole second had more sound ready than the jitter asks for, a little of it is left out. */
    private void adapt(int needed) {
        int depth = depth();
        leastDepth = Math.min(leastDepth, depth);
        if (++frames < WINDOW_FRAMES && depth < rate * 2 * MOST_MILLIS / 1000)
            return;
        int spare = leastDepth - needed - (int) (rate * Math.max(USUAL_PACKET_MILLIS / 2.0, JITTERS * jitterMillis) / 1000);
        if (spare >= rate * USUAL_PACKET_MILLIS / 1000) {
            while (count < 2 * needed && !waiting && stored > 0)
                decodeNext();
            shorten();
        }
        window();
    }

    /** Leaves out 5 to 20 ms where what follows is most like what is left out, and blends both over 5 ms. */
    private void shorten() {
        int blend = rate * 5 / 1000;
        int longest = Math.min(rate * 20 / 1000, count - blend);
        int best = 0;
        double most = -1;
        for (int lag = blend; lag <= longest; lag++) {
            double product = 0;
            double energy = 1;
            for (int i = 0; i < blend; i++) {
                product += ready[i] * (double) ready[i + lag];
                energy += ready[i + lag] * (double) ready[i + lag];
            }
            double alike = product / Math.sqrt(energy);
            if (alike >= most) {
                most = alike;
                best = lag;
            }
        }
        if (best == 0)
            return;
        for (int i = 0; i < blend; i++)
            ready[i + best] = (short) ((ready[i] * (blend - i) + ready[i + best] * i) / blend);
        drop(best);
    }

    private void decodeNext() {
        var packet = packets[next & SLOTS - 1];
        if (packet != null) {
            packets[next & SLOTS - 1] = null;
            stored--;
            next++;
            filled = 0;
            starvedMillis = 0;
            decode(packet);
        } else if (stored > 0) {
            lost++;
            next++;
            if (filled > 0)
                filled--;
            else
                conceal(packets[next & SLOTS - 1]);
        } else if (starvedMillis >= STARVED_MILLIS || speaking == null) {
            waiting = true;
        } else {
            starvedMillis += packetMillis;
            filled++;
            conceal(null);
        }
    }

    private Decoding decoding(AudioCodec codec) {
        return decodings.computeIfAbsent(codec, each -> new Decoding(each, rate));
    }

    private void decode(Packet packet) {
        var by = decoding(packet.codec());
        speaking = packet.codec();
        int made = by.decoder.decode(packet.payload(), by.samples);
        if (made == 0)
            return;
        packetMillis = Math.max(1, made * 1000 / by.rate);
        add(by, made);
    }

    private void conceal(@Nullable Packet after) {
        var codec = speaking;
        if (codec == null)
            return;
        var by = decoding(codec);
        int samples = by.rate * packetMillis / 1000;
        by.decoder.conceal(after == null || after.codec() != codec ? null : after.payload().duplicate(), by.samples, samples);
        add(by, samples);
    }

    private void add(Decoding by, int made) {
        if (by.resampler == null) {
            System.arraycopy(by.samples, 0, ready, count, made);
            count += made;
        } else {
            count += by.resampler.convert(by.samples, made, ready, count);
        }
    }

    private void drop(int samples) {
        count -= samples;
        System.arraycopy(ready, samples, ready, 0, count);
    }

    /** Samples that are ready or stored. */
    private int depth() {
        return count + stored * rate * packetMillis / 1000;
    }

    private int depthMillis() {
        return depth() * 1000 / rate;
    }

    /** How long a sound waits here now. */
    Duration delay() {
        return Duration.ofMillis(depthMillis());
    }

    /** Packets that never came, or too late. */
    long lost() {
        return lost;
    }

    @Override
    public void close() {
        decodings.values().forEach(each -> each.decoder.close());
        decodings.clear();
    }
}
