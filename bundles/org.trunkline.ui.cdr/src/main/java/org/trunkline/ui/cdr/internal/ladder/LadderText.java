package org.trunkline.ui.cdr.internal.ladder;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.trunkline.ui.cdr.internal.ladder.LadderModel.Step;

/** A ladder in words: what is copied, saved as text and read out by a screen reader. */
public final class LadderText {
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LadderText() {}

    /** One line for a step: {@code +0.120  Alice → node  INVITE  PCMA, RTP 10.0.0.5:4000  (2 retransmissions)}. */
    public static String line(LadderModel model, Step step, String node, String retransmitted) {
        var text = new StringBuilder(sinceFirst(step.sinceFirst())).append("  ")
                .append(lane(model, step.fromLane(), node)).append(" → ").append(lane(model, step.toLane(), node))
                .append("  ").append(step.entry().label());
        if (!step.sdp().isEmpty())
            text.append("  ").append(step.sdp());
        if (step.entry().retransmissions() > 0)
            text.append("  (").append(retransmitted).append(')');
        return text.toString();
    }

    /** Every message in full, each under a line that says when and between whom. */
    public static String full(LadderModel model, String node) {
        var text = new StringBuilder();
        for (Step step : model.steps()) {
            text.append("---- ").append(AT.format(step.entry().at())).append("  ")
                    .append(sinceFirst(step.sinceFirst())).append("  ").append(lane(model, step.fromLane(), node))
                    .append(" → ").append(lane(model, step.toLane(), node)).append("  ")
                    .append(step.entry().transport()).append(' ').append(step.entry().remoteAddress());
            if (step.entry().retransmissions() > 0)
                text.append("  ×").append(step.entry().retransmissions() + 1);
            text.append('\n').append(SipText.shown(step.entry().message())).append('\n');
        }
        return text.toString();
    }

    /** {@code +1.234}; a minute and more as {@code +2:03.456}. */
    public static String sinceFirst(Duration since) {
        long millis = Math.max(0, since.toMillis());
        return millis < 60_000 ? String.format(Locale.ROOT, "+%d.%03d", millis / 1000, millis % 1000)
                : String.format(Locale.ROOT, "+%d:%02d.%03d", millis / 60_000, millis / 1000 % 60, millis % 1000);
    }

    /** {@code 12 ms}, {@code 3.4 s}, {@code 2 min 5 s}. */
    public static String gap(Duration gap) {
        long millis = Math.max(0, gap.toMillis());
        if (millis < 1000)
            return millis + " ms";
        if (millis < 60_000)
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        return millis / 60_000 + " min " + millis / 1000 % 60 + " s";
    }

    private static String lane(LadderModel model, int lane, String node) {
        return lane == model.nodeLane() ? node : model.lanes().get(lane).name();
    }
}
