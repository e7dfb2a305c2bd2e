package org.trunkline.cdr.journal.internal.codec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;

/**
 * A record's streams as bytes. What most streams lack takes no room, and so was added without a new version: nothing of
 * it is set in what was written before.
 */
final class StreamCodec {
    static final Codes<LegSide> SIDES = new Codes<>(List.of(LegSide.CALLER, LegSide.CALLEE));
    /** Octets of 20 ms of G.711, which most packets are. */
    private static final int USUAL_OCTETS = 160;
    private static final double DECIMALS = 1000;
    private static final String AUDIO = "audio";
    /** Of a stream's first byte; 1 is the side, 2, 4 and 8 round trip, R and MOS. */
    private static final int FIRST_AUDIO = 16;
    private static final int IN_ORDER = 32;
    private static final int EVEN_LOSS = 64;
    /** A byte follows at the end that says what else is known. */
    private static final int MORE = 128;
    /** Of that byte. */
    private static final int BURSTS = 1;
    private static final int FAR_END = 2;
    private static final int FAR_DISCARDED = 4;
    private static final int FAR_BURSTS = 8;
    private static final int FAR_R = 16;
    private static final int FAR_MOS = 32;

    private StreamCodec() {}

    static void write(StreamReport stream, ByteSink out) {
        boolean audio = stream.mline() == 0 && stream.media().equals(AUDIO);
        boolean inOrder = stream.duplicates() == 0 && stream.reordered() == 0;
        boolean even = stream.burstRatio() == 1;
        boolean more = stream.bursts().isPresent() || stream.farEnd().isPresent();
        out.u8(SIDES.code(stream.from()) | bit(stream.rtt(), 2) | bit(stream.rFactor(), 4) | bit(stream.mos(), 8)
                | (audio ? FIRST_AUDIO : 0) | (inOrder ? IN_ORDER : 0) | (even ? EVEN_LOSS : 0) | (more ? MORE : 0));
        if (!audio) {
            out.number(stream.mline());
            out.text(stream.media());
        }
        out.text(stream.codec());
        out.number(stream.packets());
        out.signed(stream.octets() - stream.packets() * USUAL_OCTETS);
        out.number(stream.lost());
        if (!inOrder) {
            out.number(stream.duplicates());
            out.number(stream.reordered());
        }
        micros(stream.jitter(), out);
        micros(stream.maxJitter(), out);
        stream.rtt().ifPresent(rtt -> micros(rtt, out));
        if (!even)
            decimal(stream.burstRatio(), out);
        stream.rFactor().ifPresent(r -> decimal(r, out));
        stream.mos().ifPresent(mos -> decimal(mos, out));
        if (more)
            writeMore(stream, out);
    }

    private static void writeMore(StreamReport stream, ByteSink out) {
        var far = stream.farEnd();
        out.u8(bit(stream.bursts(), BURSTS) | bit(far, FAR_END) | bit(far.flatMap(FarEnd::discarded), FAR_DISCARDED)
                | bit(far.flatMap(FarEnd::bursts), FAR_BURSTS) | bit(far.flatMap(FarEnd::rFactor), FAR_R)
                | bit(far.flatMap(FarEnd::mos), FAR_MOS));
        stream.bursts().ifPresent(bursts -> write(bursts, out));
        far.ifPresent(it -> write(it, out));
    }

    private static void write(FarEnd it, ByteSink out) {
        out.number(it.reports());
        out.number(it.lost());
        decimal(it.worstLoss(), out);
        micros(it.jitter(), out);
        micros(it.maxJitter(), out);
        it.discarded().ifPresent(discarded -> decimal(discarded, out));
        it.bursts().ifPresent(bursts -> write(bursts, out));
        it.rFactor().ifPresent(r -> decimal(r, out));
        it.mos().ifPresent(mos -> decimal(mos, out));
    }

    private static void write(LossBursts it, ByteSink out) {
        decimal(it.burstDensity(), out);
        decimal(it.gapDensity(), out);
        micros(it.burst(), out);
        micros(it.gap(), out);
    }

    static StreamReport read(ByteSource in) {
        int has = in.u8();
        boolean audio = (has & FIRST_AUDIO) != 0;
        boolean inOrder = (has & IN_ORDER) != 0;
        int mline = audio ? 0 : in.integer();
        String media = audio ? AUDIO : in.text();
        String codec = in.text();
        long packets = in.number();
        long octets = in.signed() + packets * USUAL_OCTETS;
        var plain = new StreamReport(SIDES.constant(has & 1), mline, media, codec, packets, octets, in.number(),
                inOrder ? 0 : in.number(), inOrder ? 0 : in.number(), micros(in), micros(in),
                (has & 2) == 0 ? Optional.empty() : Optional.of(micros(in)), (has & EVEN_LOSS) != 0 ? 1 : decimal(in),
                decimal(has & 4, in), decimal(has & 8, in));
        return (has & MORE) == 0 ? plain : more(plain, in);
    }

    private static StreamReport more(StreamReport it, ByteSource in) {
        int has = in.u8();
        var bursts = bursts(has & BURSTS, in);
        var far = (has & FAR_END) == 0 ? Optional.<FarEnd>empty() : Optional.of(new FarEnd(in.number(), in.number(),
                decimal(in), micros(in), micros(in), decimal(has & FAR_DISCARDED, in), bursts(has & FAR_BURSTS, in),
                decimal(has & FAR_R, in), decimal(has & FAR_MOS, in)));
        return new StreamReport(it.from(), it.mline(), it.media(), it.codec(), it.packets(), it.octets(), it.lost(),
                it.duplicates(), it.reordered(), it.jitter(), it.maxJitter(), it.rtt(), it.burstRatio(), it.rFactor(),
                it.mos(), bursts, far);
    }

    private static Optional<LossBursts> bursts(int there, ByteSource in) {
        return there == 0 ? Optional.empty()
                : Optional.of(new LossBursts(decimal(in), decimal(in), micros(in), micros(in)));
    }

    private static int bit(Optional<?> value, int bit) {
        return value.isPresent() ? bit : 0;
    }

    private static void micros(Duration duration, ByteSink out) {
        out.number(Math.max(0, duration.toNanos() / 1000));
    }

    private static Duration micros(ByteSource in) {
        return Duration.ofNanos(in.number() * 1000);
    }

    private static void decimal(double value, ByteSink out) {
        out.signed(Math.round(value * DECIMALS));
    }

    private static double decimal(ByteSource in) {
        return in.signed() / DECIMALS;
    }

    private static Optional<Double> decimal(int there, ByteSource in) {
        return there == 0 ? Optional.empty() : Optional.of(decimal(in));
    }
}
