package org.trunkline.ui.cdr.internal.details;

import static java.util.Locale.ROOT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.domain.quality.Rating;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/**
 * What took how much of one direction's rating: the E-model's sum, read backwards.
 *
 * @param side whose packets were heard
 * @param r as recorded
 * @param start R of a call that nothing took anything of
 * @param losses each above nothing, the greatest first
 */
public record MosExplanation(LegSide side, double r, double mos, double start, List<Part> losses) {
    public enum What {
        LOSS, CODEC, DELAY
    }

    /** @param points of R */
    public record Part(What what, double points) {}

    private static final double TOO_LITTLE_TO_TELL = 0.05;
    /** R of the E-model's default values. */
    private static final double BEST = 93.2;

    public MosExplanation {
        losses = List.copyOf(losses);
    }

    /** One for each audio direction that has a rating. @param codecs figures by encoding name in upper case */
    public static List<MosExplanation> of(Cdr cdr, Map<String, CodecImpairment> codecs) {
        return cdr.quality().stream().flatMap(report -> Optional.ofNullable(codecs.get(report.codec().toUpperCase(ROOT)))
                .flatMap(codec -> of(report, codec, rttOfOther(cdr, report))).stream()).toList();
    }

    private static Optional<Duration> rttOfOther(Cdr cdr, StreamReport report) {
        return cdr.quality().stream().filter(r -> r.from() != report.from() && r.isAudio())
                .flatMap(r -> r.rtt().stream()).findFirst();
    }

    private static Optional<MosExplanation> of(StreamReport report, CodecImpairment codec, Optional<Duration> farRtt) {
        if (!report.isAudio() || report.packets() == 0 || report.rFactor().isEmpty() || report.mos().isEmpty())
            return Optional.empty();
        var rating = Rating.of(codec, report.lossRatio(), report.burstRatio(), report.jitter(), report.rtt(), farRtt);
        double r = report.rFactor().get();
        var parts = new ArrayList<Part>();
        add(parts, What.LOSS, rating.lossImpairment());
        add(parts, What.CODEC, rating.codecImpairment());
        // what is left is of delay and echo: the recorded rating knew the round trips best
        add(parts, What.DELAY, BEST - r - rating.lossImpairment() - rating.codecImpairment());
        parts.sort((a, b) -> Double.compare(b.points(), a.points()));
        return Optional.of(new MosExplanation(report.from(), r, report.mos().get(), BEST, parts));
    }

    private static void add(List<Part> parts, What what, double points) {
        if (points >= TOO_LITTLE_TO_TELL)
            parts.add(new Part(what, points));
    }

    /** In a sentence for each part: {@code 5.2% of the packets were lost: −20.3 points of R}. */
    public List<String> sentences(StreamReport report, Texts texts, Formats formats) {
        var lines = new ArrayList<String>();
        for (Part part : losses)
            lines.add(texts.get("quality.why.points", cause(part.what(), report, texts, formats),
                    "−" + formats.decimal(part.points(), 1)));
        return lines;
    }

    private static String cause(What what, StreamReport report, Texts texts, Formats formats) {
        return switch (what) {
            case LOSS -> texts.get(report.burstRatio() > 1.1 ? "quality.why.loss.burst" : "quality.why.loss",
                    percent(report.lossRatio(), formats), formats.decimal(report.burstRatio(), 1));
            case CODEC -> texts.get("quality.why.codec", report.codec());
            case DELAY -> report.rtt().map(rtt -> texts.get("quality.why.delay", formats.delay(rtt),
                    formats.delay(report.jitter()))).orElseGet(() -> texts.get("quality.why.delay.unknown",
                            formats.delay(report.jitter())));
        };
    }

    /** {@code 0.05%}, {@code 5.2%}. */
    public static String percent(double ratio, Formats formats) {
        return formats.decimal(ratio * 100, ratio > 0 && ratio < 0.01 ? 2 : 1) + "%";
    }
}
