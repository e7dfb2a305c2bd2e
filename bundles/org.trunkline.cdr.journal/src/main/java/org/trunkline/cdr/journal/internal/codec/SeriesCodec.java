package org.trunkline.cdr.journal.internal.codec;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.domain.quality.StreamSeries.Sample;

/**
 * Quality over time as bytes, behind a ladder's messages: loss in thousandths, jitter in tenths of a millisecond, R in
 * halves; behind all of them the round trips in tenths of a millisecond, where one is known. What was written before there were
 * any ends before them, and readers of that time stop there.
 */
final class SeriesCodec {
    private static final double LOSS = 1000;
    private static final long TENTH_NANOS = 100_000;
    private static final double R = 2;
    /** In the place of an R there is none of. */
    private static final int NONE = 255;

    private SeriesCodec() {}

    static void write(List<StreamSeries> series, ByteSink out) {
        out.number(series.size());
        for (var it : series) {
            out.u8(StreamCodec.SIDES.code(it.from()));
            out.number(it.mline());
            out.number(it.start().toEpochMilli());
            out.number(it.step().toMillis());
            out.number(it.samples().size());
            for (var sample : it.samples()) {
                out.number(sample.packets());
                out.number(Math.round(sample.lossRatio() * LOSS));
                out.number(tenths(sample.jitter()));
                out.u8(sample.rFactor().map(r -> Math.clamp(Math.round(r * R), 0, NONE - 1)).orElse(NONE));
            }
        }
        if (series.stream().flatMap(it -> it.samples().stream()).anyMatch(sample -> sample.rtt().isPresent()))
            for (var it : series)
                for (var sample : it.samples())
                    out.number(sample.rtt().map(rtt -> tenths(rtt) + 1).orElse(0L));
    }

    private static long tenths(Duration duration) {
        return Math.round((double) duration.toNanos() / TENTH_NANOS);
    }

    static List<StreamSeries> read(ByteSource in) {
        var all = new ArrayList<StreamSeries>();
        for (int n = in.count(); n > 0; n--) {
            var from = StreamCodec.SIDES.constant(in.u8());
            int mline = in.integer();
            var start = Instant.ofEpochMilli(in.number());
            var step = Duration.ofMillis(in.number());
            var samples = new ArrayList<Sample>();
            for (int left = in.count(); left > 0; left--)
                samples.add(sample(in));
            all.add(new StreamSeries(from, mline, start, step, samples));
        }
        return in.isAtEnd() ? all : all.stream().map(series -> withRoundTrips(series, in)).toList();
    }

    private static StreamSeries withRoundTrips(StreamSeries series, ByteSource in) {
        return new StreamSeries(series.from(), series.mline(), series.start(), series.step(), series.samples().stream()
                .map(it -> new Sample(it.packets(), it.lossRatio(), it.jitter(), it.rFactor(), roundTrip(in.number()))).toList());
    }

    private static Optional<Duration> roundTrip(long written) {
        return written == 0 ? Optional.empty() : Optional.of(Duration.ofNanos((written - 1) * TENTH_NANOS));
    }

    private static Sample sample(ByteSource in) {
        long packets = in.number();
        double loss = in.number() / LOSS;
        var jitter = Duration.ofNanos(in.number() * TENTH_NANOS);
        int r = in.u8();
        return new Sample(packets, loss, jitter, r == NONE ? Optional.empty() : Optional.of(r / R), Optional.empty());
    }
}
