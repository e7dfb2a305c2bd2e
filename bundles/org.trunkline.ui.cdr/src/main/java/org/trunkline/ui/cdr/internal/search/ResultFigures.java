package org.trunkline.ui.cdr.internal.search;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** Sums and percentiles of a whole result, in a line. */
final class ResultFigures {
    private final Texts texts;
    private final Formats formats;

    ResultFigures(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    /** What is not the whole is said first. */
    String line(CdrSummary s) {
        return s.partial().map(why -> texts.get("search.partial." + why.name().toLowerCase(Locale.ROOT)) + " ").orElse("")
                + figures(s);
    }

    /** How many there are: before the sums are known. */
    String total(long calls) {
        return texts.get("search.total", calls, formats.count(calls));
    }

    private String figures(CdrSummary s) {
        if (s.total() == 0)
            return total(0);
        return texts.get("search.summary", total(s.total()),
                formats.count(s.answered()), formats.percent(s.asr()), formats.duration(s.talkTime())) + spreads(s);
    }

    /** Median and 95th percentile over the whole result; of MOS the worst twentieth. */
    private String spreads(CdrSummary summary) {
        var text = new StringBuilder();
        spread(summary, CdrField.DURATION).ifPresent(s -> text.append(texts.get("search.spread.duration",
                formats.duration(millis(s.p50())), formats.duration(millis(s.p95())))));
        spread(summary, CdrField.PDD).ifPresent(s -> text.append(texts.get("search.spread.pdd",
                formats.delay(millis(s.p50())), formats.delay(millis(s.p95())))));
        spread(summary, CdrField.MOS).ifPresent(s -> text.append(texts.get("search.spread.mos",
                formats.score(s.p50()), formats.score(s.p5()))));
        if (!summary.costs().isEmpty())
            text.append(texts.get("search.spread.cost", summary.costs().stream().map(formats::money)
                    .collect(Collectors.joining(" + "))));
        return text.toString();
    }

    private static Optional<CdrSummary.Spread> spread(CdrSummary summary, CdrField field) {
        return summary.spread(field).filter(s -> s.count() > 0);
    }

    private static Duration millis(double millis) {
        return Duration.ofMillis(Math.round(millis));
    }
}
