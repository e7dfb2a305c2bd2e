package org.trunkline.export.customer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.MediaFinding;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.MosBand;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;

/** What was wrong with the sound of an answered call, on which side and when, in sentences. */
final class SoundReport {
    /** Of packets: what most codecs hide. */
    private static final double NOTABLE_LOSS = 0.01;
    private static final Duration NOTABLE_DELAY = Duration.ofMillis(300);
    private static final Duration NOTABLE_JITTER = Duration.ofMillis(60);
    private static final int MOST_PERIODS = 3;
    private static final String YOU = "you";
    private static final String OTHER = "other";

    /** @param lossRatio of the packets expected in it */
    private record Period(Instant begin, Instant end, double lossRatio, double lost) {}

    private final Cdr cdr;
    private final Ladder ladder;
    private final LegSide customer;
    private final CustomerTexts texts;

    SoundReport(Cdr cdr, Ladder ladder, LegSide customer, CustomerTexts texts) {
        this.cdr = cdr;
        this.ladder = ladder;
        this.customer = customer;
        this.texts = texts;
    }

    /** Where the sound was disturbed, in one sentence. */
    String verdict() {
        var silent = MediaFinding.of(cdr);
        if (silent.contains(MediaFinding.NO_AUDIO))
            return texts.get("verdict.silent.both");
        if (silent.contains(MediaFinding.CALLER_SILENT))
            return texts.get("verdict.silent." + word(LegSide.CALLER));
        if (silent.contains(MediaFinding.CALLEE_SILENT))
            return texts.get("verdict.silent." + word(LegSide.CALLEE));
        boolean you = disturbed(customer);
        boolean other = disturbed(customer.other());
        if (you || other)
            return texts.get(you && other ? "verdict.both" : you ? "verdict.you" : "verdict.other");
        return texts.get(cdr.mos().isPresent() ? "verdict.good" : "verdict.unmeasured");
    }

    /** When how much was lost, and what else is worth a word. */
    List<String> sentences() {
        var lines = new ArrayList<String>();
        for (LegSide from : List.of(customer, customer.other()))
            stream(from).ifPresent(stream -> describe(stream, lines));
        return lines;
    }

    /** {@code good (4.3)} of the sound from a side. */
    Optional<String> score(LegSide from) {
        return stream(from).flatMap(StreamReport::mos).map(texts::score);
    }

    /** The one that most was heard of, where a side sent several. */
    private Optional<StreamReport> stream(LegSide from) {
        return cdr.quality().stream().filter(s -> s.isAudio() && s.from() == from)
                .max(Comparator.comparingLong(StreamReport::packets));
    }

    private String word(LegSide side) {
        return side == customer ? YOU : OTHER;
    }

    /** Whether the way between the node and that side lost sound, in either direction. */
    private boolean disturbed(LegSide side) {
        boolean sent = stream(side).filter(s -> s.packets() > 0).filter(s -> s.lossRatio() >= NOTABLE_LOSS
                || !periods(s).isEmpty() || s.mos().filter(mos -> MosBand.of(mos).compareTo(MosBand.FAIR) < 0).isPresent()).isPresent();
        return sent || stream(side.other()).flatMap(SoundReport::lostBehindUs).isPresent();
    }

    /** What the listener of a stream lost on top of what had not reached the node, where it is worth a word. */
    private static Optional<Double> lostBehindUs(StreamReport stream) {
        return stream.farEnd().filter(far -> stream.packets() > 0
                && (far.lost() - stream.lost()) / (double) (stream.packets() + stream.lost()) >= NOTABLE_LOSS).map(FarEnd::worstLoss);
    }

    private void describe(StreamReport stream, List<String> lines) {
        String from = word(stream.from());
        String listener = word(stream.from().other());
        var periods = periods(stream);
        for (Period period : periods)
            lines.add(texts.get("lost.period." + from, texts.percent(period.lossRatio()), texts.time(period.begin()),
                    texts.time(period.end())));
        if (stream.packets() > 0 && stream.lossRatio() >= NOTABLE_LOSS)
            lines.add(texts.get("lost.call." + from, texts.percent(stream.lossRatio())));
        lostBehindUs(stream).ifPresent(worst -> lines.add(texts.get("lost.far." + listener, texts.percent(worst))));
        if (stream.packets() > 0 && stream.maxJitter().compareTo(NOTABLE_JITTER) >= 0)
            lines.add(texts.get("jitter." + from, stream.maxJitter().toMillis()));
        stream.rtt().filter(rtt -> rtt.compareTo(NOTABLE_DELAY) >= 0)
                .ifPresent(rtt -> lines.add(texts.get("delay." + from, rtt.toMillis())));
    }

    /** The times in which most was lost, in their order. */
    private List<Period> periods(StreamReport stream) {
        return ladder.quality().stream().filter(s -> s.from() == stream.from() && s.mline() == stream.mline()).findFirst()
                .map(SoundReport::periods).orElse(List.of());
    }

    private static List<Period> periods(StreamSeries series) {
        var found = new ArrayList<Period>();
        double usual = series.samples().stream().mapToLong(StreamSeries.Sample::packets).max().orElse(0);
        double lost = 0;
        double expected = 0;
        int begin = -1;
        for (int i = 0; i <= series.samples().size(); i++) {
            boolean bad = i < series.samples().size() && series.samples().get(i).lossRatio() >= NOTABLE_LOSS;
            if (bad) {
                var sample = series.samples().get(i);
                double due = sample.lossRatio() < 1 ? sample.packets() / (1 - sample.lossRatio()) : Math.max(1, usual);
                begin = begin < 0 ? i : begin;
                expected += due;
                lost += due * sample.lossRatio();
            } else if (begin >= 0) {
                found.add(new Period(series.start().plus(series.step().multipliedBy(begin)),
                        series.start().plus(series.step().multipliedBy(i)), lost / expected, lost));
                begin = -1;
                lost = 0;
                expected = 0;
            }
        }
        return found.stream().sorted(Comparator.comparingDouble(Period::lost).reversed()).limit(MOST_PERIODS)
                .sorted(Comparator.comparing(Period::begin)).toList();
    }
}
