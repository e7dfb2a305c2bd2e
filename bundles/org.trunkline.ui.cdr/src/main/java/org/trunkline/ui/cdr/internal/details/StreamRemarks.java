package org.trunkline.ui.cdr.internal.details;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.trunkline.domain.quality.EModel;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.domain.quality.StreamSeries.Sample;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** What is known of a stream beside its figures, in sentences: how its packets were lost, and what its listener reports. */
final class StreamRemarks {
    private static final double GOOD = 4.0;

    private StreamRemarks() {}

    static List<String> of(StreamReport stream, Texts texts, Formats formats) {
        var lines = new ArrayList<String>();
        stream.bursts().filter(bursts -> bursts.burstDensity() > 0)
                .ifPresent(bursts -> lines.add(bursts(bursts, texts, formats)));
        stream.farEnd().ifPresent(far -> farEnd(far, lines, texts, formats));
        return lines;
    }

    /** The step that was worst, where one was worth a word. */
    static Optional<String> worst(StreamSeries series, Texts texts, Formats formats) {
        var samples = series.samples();
        return IntStream.range(0, samples.size()).boxed().filter(i -> samples.get(i).rFactor().isPresent())
                .min(Comparator.comparingDouble(i -> samples.get(i).rFactor().orElseThrow()))
                .filter(i -> samples.get(i).lossRatio() > 0 || EModel.mos(samples.get(i).rFactor().orElseThrow()) < GOOD)
                .map(i -> {
                    Duration begin = series.step().multipliedBy(i);
                    Sample worst = samples.get(i);
                    return texts.get("quality.worst", formats.duration(begin), formats.duration(begin.plus(series.step())),
                            MosExplanation.percent(worst.lossRatio(), formats), formats.delay(worst.jitter()),
                            formats.score(EModel.mos(worst.rFactor().orElseThrow())));
                });
    }

    private static String bursts(LossBursts it, Texts texts, Formats formats) {
        return texts.get("quality.bursts", formats.delay(it.burst()), MosExplanation.percent(it.burstDensity(), formats),
                formats.delay(it.gap()));
    }

    private static void farEnd(FarEnd it, List<String> lines, Texts texts, Formats formats) {
        lines.add(texts.get("quality.far", formats.count(it.lost()), MosExplanation.percent(it.worstLoss(), formats),
                formats.delay(it.jitter())));
        it.discarded().filter(part -> part > 0).ifPresent(part -> lines.add(texts.get("quality.far.discarded",
                MosExplanation.percent(part, formats))));
        if (it.mos().isPresent())
            lines.add(texts.get("quality.far.mos", formats.decimal(it.mos().get(), 1)));
    }
}
