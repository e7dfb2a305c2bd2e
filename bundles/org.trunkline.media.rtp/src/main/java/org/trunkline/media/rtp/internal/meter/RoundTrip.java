package org.trunkline.media.rtp.internal.meter;

import java.time.Duration;
import java.util.Optional;

/**
 * Round trip between the node and one side. Reports pass the node unchanged, so it remembers when it sent one with a time
 * to this side, another's or its own, and reckons from the answer that quotes it (RFC 3550 §6.4.1, RFC 3611 §4.5).
 *
 * <p><b>Threads:</b> written by the relay loop, {@link #value()} by anyone.
 */
public final class RoundTrip {
    private static final int REMEMBERED = 16;
    private static final long SANE_NANOS = Duration.ofSeconds(30).toNanos();

    private int[] times = {};
    private long[] sentAt = {};
    private int next;
    private volatile long smoothed = -1;

    /** A report with this time went to the side. */
    public void sent(int time, long nanos) {
        if (times.length == 0) {
            times = new int[REMEMBERED];
            sentAt = new long[REMEMBERED];
        }
        times[next] = time;
        sentAt[next] = nanos;
        next = (next + 1) % REMEMBERED;
    }

    /** The side reported on what it was sent. */
    public void answered(int lastReport, long delay, long nanos) {
        if (lastReport == 0)
            return;
        for (int i = 0; i < times.length; i++)
            if (times[i] == lastReport)
                measured(nanos - sentAt[i] - delay * 1_000_000_000L / 65_536);
    }

    private void measured(long nanos) {
        if (nanos > SANE_NANOS || nanos < -SANE_NANOS)
            return;
        long rtt = Math.max(0, nanos); // the quoted delay has a grain of 15 µs
        smoothed = smoothed < 0 ? rtt : smoothed + (rtt - smoothed) / 4;
    }

    public Optional<Duration> value() {
        long nanos = smoothed;
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
