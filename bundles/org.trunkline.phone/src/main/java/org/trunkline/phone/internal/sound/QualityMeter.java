package org.trunkline.phone.internal.sound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.domain.quality.EModel;
import org.trunkline.domain.quality.Rating;
import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.internal.child.SoundMessage;

/** Rates the sound of a call by the totals that come each second. */
final class QualityMeter {
    /** Of seconds that loss and delay are taken of. */
    private static final int WINDOW = 5;
    private static final Duration PACKET = Duration.ofMillis(20);

    private final Deque<SoundMessage> totals = new ArrayDeque<>();
    private Optional<SoundQuality> quality = Optional.empty();

    Optional<SoundQuality> quality() {
        return quality;
    }

    void take(SoundMessage now) {
        totals.addLast(now);
        if (totals.size() > WINDOW + 1)
            totals.removeFirst();
        var before = totals.getFirst();
        double received = grown(before, now, "received");
        double lost = Math.max(0, grown(before, now, "lost"));
        double loss = received + lost > 0 ? lost / (received + lost) : 0;
        double emitted = grown(before, now, "emitted");
        double buffered = emitted > 0 ? grown(before, now, "buffered") / emitted : 0;
        double roundTrip = now.values().containsKey("roundTrip") ? now.number("roundTrip") : now.number("pathRoundTrip");
        var codec = codec(now, "codec");
        double mos = received > 0 ? CodecImpairment.of(codec.toUpperCase(Locale.ROOT))
                .map(figures -> EModel.DEFAULT.rate(seconds(roundTrip / 2 + buffered).plus(PACKET).plus(figures.coding()), figures,
                        Math.min(1, loss), 1).mos()).orElse(0.0) : 0;
        quality = Optional.of(new SoundQuality(new SoundQuality.Way(codec, loss * 100, now.number("jitter") * 1000, now.number("levelIn"), mos),
                new SoundQuality.Way(codec(now, "codecOut"), now.number("lossOut") * 100, now.number("jitterOut") * 1000, now.number("levelOut"),
                        upload(now, roundTrip)), roundTrip * 1000));
    }

    /** What the other side hears, by its last report (RFC 3550 §6.4.1); 0 before the first. */
    private static double upload(SoundMessage now, double roundTrip) {
        if (!now.values().containsKey("lossOut"))
            return 0;
        return Rating.of(codec(now, "codecOut"), Math.clamp(now.number("lossOut"), 0, 1), 1, seconds(now.number("jitterOut")),
                Optional.of(seconds(roundTrip)), Optional.empty()).map(Rating::mos).orElse(0.0);
    }

    private static String codec(SoundMessage totals, String name) {
        return totals.text(name).replaceFirst("^.*/", "");
    }

    private static double grown(SoundMessage before, SoundMessage now, String name) {
        return before == now ? now.number(name) : now.number(name) - before.number(name);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(Math.max(0, seconds) * 1e9));
    }
}
