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
 * halves. What was written before it was there ends before it, and readers of that time stop there.
 */
final class SeriesCodec {
    private static final double LOSS = 1000;
    private static final long JITTER_NANOS = 100_000;
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
                out.number(Math.round((double) sample.jitter().toNanos() / JITTER_NANOS));
                out.u8(sample.rFactor().map(r -> Math.clamp(Math.round(r * R), 0, NONE - 1)).orElse(NONE));
            }
        }
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
        return all;
    }

    private static Sample sample(ByteSource in) {
        long packets = in.number();
        double loss = in.number() / LOSS;
        var jitter = Duration.ofNanos(in.number() * JITTER_NANOS);
        int r = in.u8();
        return new Sample(packets, loss, jitter, r == NONE ? Optional.empty() : Optional.of(r / R));
    }
}
