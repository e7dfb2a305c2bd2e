package org.trunkline.phone.internal.video;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.trunkline.phone.VideoQuality;
import org.trunkline.phone.internal.child.SoundMessage;

/** Reads the video's part of the totals that come each second. */
final class VideoMeter {
    /** Of seconds that loss is taken of. */
    private static final int WINDOW = 5;
    /** Without a frame for so long nothing comes. */
    private static final int STALLED = 4;

    private final Deque<SoundMessage> totals = new ArrayDeque<>();
    private Optional<VideoQuality> quality = Optional.empty();
    private long frames;
    private int still;

    Optional<VideoQuality> quality() {
        return quality;
    }

    boolean stalled() {
        return still >= STALLED;
    }

    /** Video begins, or ends. */
    void reset() {
        still = 0;
    }

    void take(SoundMessage now) {
        totals.addLast(now);
        if (totals.size() > WINDOW + 1)
            totals.removeFirst();
        if (!now.values().containsKey("videoFramesIn") && !now.values().containsKey("videoFramesOut")) {
            quality = Optional.empty();
            return;
        }
        var before = totals.getFirst();
        double received = now.number("videoReceived") - before.number("videoReceived");
        double lost = Math.max(0, now.number("videoLost") - before.number("videoLost"));
        long decoded = (long) now.number("videoFramesIn");
        still = decoded == frames ? still + 1 : 0;
        frames = decoded;
        var in = new VideoQuality.Way((int) now.number("videoWidthIn"), (int) now.number("videoHeightIn"), decoded, now.number("videoRateIn"),
                received + lost > 0 ? 100 * lost / (received + lost) : 0);
        var out = new VideoQuality.Way((int) now.number("videoWidthOut"), (int) now.number("videoHeightOut"), (long) now.number("videoFramesOut"),
                now.number("videoRateOut"), now.number("videoLossOut") * 100);
        quality = Optional.of(new VideoQuality(now.text("videoCodec").replaceFirst("^.*/", ""), in, out));
    }
}
