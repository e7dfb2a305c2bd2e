package org.trunkline.domain.cdr;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.StreamReport;

/** What was wrong with an answered call's sound, as its streams tell. */
public enum MediaFinding {
    /** Neither side was heard. */
    NO_AUDIO,
    /** One-way audio: nothing came from the caller. */
    CALLER_SILENT,
    /** One-way audio: nothing came from the callee. */
    CALLEE_SILENT,
    /** A side sent a payload type that was never negotiated; its stream's codec names it. */
    WRONG_CODEC;

    /** A call that ends at once may have had no time for a packet. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    public static List<MediaFinding> of(Cdr cdr) {
        var audio = cdr.quality().stream().filter(StreamReport::isAudio).toList();
        var found = new ArrayList<MediaFinding>();
        if (cdr.answeredAt().isEmpty() || audio.isEmpty())
            return found;
        if (Duration.between(cdr.answeredAt().get(), cdr.endedAt()).compareTo(SHORT) >= 0)
            silence(found, packets(audio, LegSide.CALLER), packets(audio, LegSide.CALLEE));
        if (audio.stream().anyMatch(stream -> stream.packets() > 0 && stream.codec().startsWith(StreamReport.UNNEGOTIATED)))
            found.add(WRONG_CODEC);
        return found;
    }

    private static long packets(List<StreamReport> audio, LegSide from) {
        return audio.stream().filter(stream -> stream.from() == from).mapToLong(StreamReport::packets).sum();
    }

    private static void silence(List<MediaFinding> found, long caller, long callee) {
        if (caller == 0 && callee == 0)
            found.add(NO_AUDIO);
        else if (caller == 0)
            found.add(CALLER_SILENT);
        else if (callee == 0)
            found.add(CALLEE_SILENT);
    }
}
