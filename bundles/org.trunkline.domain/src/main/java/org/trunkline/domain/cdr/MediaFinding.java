package org.trunkline.domain.cdr;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

    /** {@code caller-silent} of {@code CALLER_SILENT}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<MediaFinding> of(Cdr cdr) {
        if (cdr.answeredAt().isEmpty())
            return List.of();
        boolean any = false;
        boolean wrong = false;
        long caller = 0;
        long callee = 0;
        for (StreamReport stream : cdr.quality()) { // a loop: each record is asked when it is indexed
            if (!stream.isAudio())
                continue;
            any = true;
            wrong |= stream.packets() > 0 && stream.codec().startsWith(StreamReport.UNNEGOTIATED);
            if (stream.from() == LegSide.CALLER)
                caller += stream.packets();
            else
                callee += stream.packets();
        }
        if (!any)
            return List.of();
        var found = new ArrayList<MediaFinding>();
        if (Duration.between(cdr.answeredAt().get(), cdr.endedAt()).compareTo(SHORT) >= 0)
            silence(found, caller, callee);
        if (wrong)
            found.add(WRONG_CODEC);
        return found;
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
