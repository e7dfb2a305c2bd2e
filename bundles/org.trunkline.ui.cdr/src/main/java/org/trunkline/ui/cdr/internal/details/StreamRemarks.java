package org.trunkline.ui.cdr.internal.details;

import java.util.ArrayList;
import java.util.List;

import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** What is known of a stream beside its figures, in sentences: how its packets were lost, and what its listener reports. */
final class StreamRemarks {
    private StreamRemarks() {}

    static List<String> of(StreamReport stream, Texts texts, Formats formats) {
        var lines = new ArrayList<String>();
        stream.bursts().filter(bursts -> bursts.burstDensity() > 0)
                .ifPresent(bursts -> lines.add(bursts(bursts, texts, formats)));
        stream.farEnd().ifPresent(far -> farEnd(far, lines, texts, formats));
        return lines;
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
