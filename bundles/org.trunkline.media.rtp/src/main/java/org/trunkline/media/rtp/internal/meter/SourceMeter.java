package org.trunkline.media.rtp.internal.meter;

import static java.lang.Math.max;

/**
 * Sequence and jitter of one synchronisation source (RFC 3550 A.1, A.3, A.8). Not thread-safe.
 *
 * <p>A window of {@value #WINDOW} packets tells duplicates from late ones; what leaves it unheard is lost for good.
 */
public final class SourceMeter {
    static final int WINDOW = 128;
    /** A larger step is another stream under the same name, not loss, if the next packet agrees (RFC 3550 A.1). */
    private static final int MAX_DROPOUT = 3000;
    /** A step between timestamps and arrivals as large as this comes from a new clock, not from the network. */
    private static final double NEW_CLOCK_NANOS = 3e9;

    public final int ssrc;
    public final long firstNanos;
    long lastNanos;
    public long octets;
    private long first;
    private long highest;
    /** Of the window's packets, the youngest lowest; what was before the first counts as heard. */
    private long low = -1;
    private long high = -1;
    private long received = 1;
    private long duplicates;
    private long reordered;
    private int suspect = -1;

    private final LossPattern pattern = new LossPattern();

    private boolean timed;
    private int clockRate;
    private int timestamp;
    private long arrival;
    private double jitter;
    private double maxJitter;

    SourceMeter(int ssrc, int sequence, long nanos) {
        this.ssrc = ssrc;
        firstNanos = lastNanos = nanos;
        first = highest = 65_536L + sequence; // room for one late packet before the first
    }

    enum Verdict {
        NEW, DUPLICATE,
        /** Far off: nothing can be said before the next packet. */
        SUSPECT,
        /** The stream began anew; start another meter with the packet before this one. */
        RESTARTED
    }

    Verdict sequence(int sequence) {
        int step = (short) (sequence - (int) highest);
        if (step > 0 && step < MAX_DROPOUT) {
            suspect = -1;
            advance(step);
            return Verdict.NEW;
        }
        if (step <= 0 && step > -WINDOW) {
            suspect = -1;
            return late(-step);
        }
        if (sequence == suspect)
            return Verdict.RESTARTED;
        suspect = sequence + 1 & 0xFFFF;
        return Verdict.SUSPECT;
    }

    private void advance(int step) {
        for (int i = 1; i < step; i++)
            shift(0);
        shift(1);
        received++;
    }

    private void shift(int heard) {
        highest++;
        if (high >= 0)
            pattern.lost(highest - WINDOW);
        high = high << 1 | low >>> 63;
        low = low << 1 | heard;
    }

    private Verdict late(int age) {
        long number = highest - age;
        if (number < first)
            extendBack(number);
        else if (heard(age))  {
            duplicates++;
            return Verdict.DUPLICATE;
        }
        mark(age, true);
        received++;
        reordered++;
        return Verdict.NEW;
    }

    /** The stream began earlier than thought: what lies between was not heard after all. */
    private void extendBack(long number) {
        for (long n = number + 1; n < first; n++)
            mark((int) (highest - n), false);
        first = number;
    }

    private boolean heard(int age) {
        return ((age < 64 ? low >>> age : high >>> age - 64) & 1) != 0;
    }

    private void mark(int age, boolean heard) {
        long bit = 1L << age; // shifts count modulo 64
        if (age < 64)
            low = heard ? low | bit : low & ~bit;
        else
            high = heard ? high | bit : high & ~bit;
    }

    /** Interarrival jitter (RFC 3550 A.8), kept in nanoseconds so that the codec may change. */
    void timing(int rtpTimestamp, int rate, long nanos) {
        if (timed && rate == clockRate) {
            double apart = (rtpTimestamp - timestamp) * (1e9 / rate); // wraps as the timestamp does
            double difference = Math.abs(nanos - arrival - apart);
            if (difference < NEW_CLOCK_NANOS) {
                jitter += (difference - jitter) / 16;
                maxJitter = max(maxJitter, jitter);
            }
        }
        timed = true;
        clockRate = rate;
        timestamp = rtpTimestamp;
        arrival = nanos;
    }

    public long received() {
        return received;
    }

    long duplicates() {
        return duplicates;
    }

    long reordered() {
        return reordered;
    }

    public long lost() {
        return max(0, highest - first + 1 - received);
    }

    double jitterNanos() {
        return jitter;
    }

    double maxJitterNanos() {
        return maxJitter;
    }

    /** How packets were lost, those missing in the window included. */
    LossPattern.Sum loss() {
        var ahead = pattern.copy();
        for (int age = WINDOW - 1; age >= 0; age--)
            if (!heard(age))
                ahead.lost(highest - age);
        long steps = highest - first;
        return ahead.end(steps + 1, steps == 0 ? 0 : (double) (lastNanos - firstNanos) / steps);
    }

    /** As reports have it: cycles of the sequence number before the number (RFC 3550 §6.4.1). */
    public int extendedHighest() {
        return (int) (highest - 65_536);
    }

    public long expected() {
        return highest - first + 1;
    }

    /** Zero before anything was timed. */
    public int clockRate() {
        return clockRate;
    }

    /** What the stream's clock shows now, going on from its last packet. */
    public int timestampAt(long nanos) {
        return timestamp + (int) ((nanos - arrival) * (clockRate / 1e9));
    }

    public int jitterUnits() {
        return (int) (jitter * (clockRate / 1e9));
    }
}
