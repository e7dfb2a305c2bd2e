package org.trunkline.media.rtp.internal.meter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.quality.StreamSeries;

/**
 * How one side's stream went, step by step. When there are as many steps as are kept, each two become one, and the next
 * are twice as long. Sixteen octets a step, and nothing a packet.
 *
 * <p><b>Threads:</b> {@link #tick} by the relay loop, the rest by anyone.
 */
public final class StreamHistory {
    private static final int MOST = StreamSeries.MAX_SAMPLES;
    private static final int AT_FIRST = 4;

    /** In the place of a round trip that is not known. */
    private static final int UNKNOWN = -1;

    private final StreamMeter meter;
    private final RoundTrip roundTrip;
    private final long began;
    private long step = StreamSeries.FIRST_STEP.toNanos();
    private int count;
    private int[] packets = new int[AT_FIRST];
    private int[] lost = new int[AT_FIRST];
    private int[] jitterMicros = new int[AT_FIRST];
    private int[] rttMicros = new int[AT_FIRST];
    private long packetsBefore;
    private long lostBefore;

    /** One step. @param rtt at its end */
    public record Step(long packets, long lost, Duration jitter, Optional<Duration> rtt) {
        public double lossRatio() {
            return packets + lost == 0 ? 0 : (double) lost / (packets + lost);
        }
    }

    /** @param length of all of them; the last has not ended */
    public record Steps(Duration step, Duration length, List<Step> all) {}

    /** @param roundTrip to the side that sends the stream @param began when the stream's first packet came */
    public StreamHistory(StreamMeter meter, RoundTrip roundTrip, long began) {
        this.meter = meter;
        this.roundTrip = roundTrip;
        this.began = began;
    }

    public long began() {
        return began;
    }

    public void tick(long nanos) {
        if (nanos - began >= (count + 1) * step)
            end(nanos);
    }

    private synchronized void end(long nanos) {
        while (nanos - began >= (count + 1) * step) {
            if (count == packets.length)
                grow();
            packets[count] = (int) (meter.received() - packetsBefore);
            lost[count] = lost();
            jitterMicros[count] = micros(meter.stepJitter());
            rttMicros[count] = roundTrip.value().map(rtt -> micros(rtt.toNanos())).orElse(UNKNOWN);
            packetsBefore = meter.received();
            lostBefore = meter.lost();
            meter.beginStep();
            if (++count == MOST)
                halve();
        }
    }

    /** A packet that was lost in the step before may have come late in this one. */
    private int lost() {
        return (int) Math.max(0, meter.lost() - lostBefore);
    }

    private static int micros(double nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1000);
    }

    private void grow() {
        int length = Math.min(MOST, 2 * count);
        packets = Arrays.copyOf(packets, length);
        lost = Arrays.copyOf(lost, length);
        jitterMicros = Arrays.copyOf(jitterMicros, length);
        rttMicros = Arrays.copyOf(rttMicros, length);
    }

    private void halve() {
        count /= 2;
        step *= 2;
        for (int i = 0; i < count; i++) {
            packets[i] = packets[2 * i] + packets[2 * i + 1];
            lost[i] = lost[2 * i] + lost[2 * i + 1];
            jitterMicros[i] = Math.max(jitterMicros[2 * i], jitterMicros[2 * i + 1]);
            rttMicros[i] = rttMicros[2 * i + 1];
        }
    }

    /** With the step that has not ended. */
    public synchronized Steps steps(long nanos) {
        var all = new ArrayList<Step>(count + 1);
        for (int i = 0; i < count; i++)
            all.add(new Step(packets[i], lost[i], Duration.ofNanos(1000L * jitterMicros[i]), rtt(rttMicros[i])));
        var reading = meter.read();
        all.add(new Step(Math.max(0, reading.packets() - packetsBefore), Math.max(0, reading.lost() - lostBefore),
                Duration.ofNanos((long) meter.stepJitter()), roundTrip.value()));
        return new Steps(Duration.ofNanos(step), Duration.ofNanos(nanos - began), all);
    }

    private static Optional<Duration> rtt(int micros) {
        return micros == UNKNOWN ? Optional.empty() : Optional.of(Duration.ofNanos(1000L * micros));
    }
}
