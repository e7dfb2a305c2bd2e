package org.trunkline.ui.phone.internal.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.phone.SoundQuality;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

/** The sound of a call in words: what is wrong with it on which way, and its score. */
public record QualityText(Texts texts, Formats formats) {
    private static final double LOSS = 1; // percent: below that concealment hides it
    private static final double JITTER_MS = 40;
    private static final double ROUND_TRIP_MS = 300; // half of it is the delay that ITU-T G.114 finds fit for most calls
    private static final double PERCENT = 100;

    public static QualityText create() {
        return new QualityText(PhoneWords.texts(), Formats.ofPreferences());
    }

    /** {@code Your upload loses 4%. MOS 4.3 good, upload 3.9 fair, opus}. */
    public String of(SoundQuality quality) {
        var said = remarks(quality);
        String score = score(quality);
        String codec = quality.in().codec();
        String facts = score.isEmpty() || codec.isEmpty() ? score + codec : score + ", " + codec;
        return (said.isEmpty() ? "" : String.join(" ", said) + " ") + facts;
    }

    /** A sentence for each thing that is wrong; empty where the sound is fine. */
    public List<String> remarks(SoundQuality quality) {
        var said = new ArrayList<String>();
        if (quality.out().loss() >= LOSS)
            said.add(texts.get("quality.loss.out", percent(quality.out().loss())));
        if (quality.in().loss() >= LOSS)
            said.add(texts.get("quality.loss.in", percent(quality.in().loss())));
        if (quality.in().jitter() >= JITTER_MS)
            said.add(texts.get("quality.jitter", formats.decimal(quality.in().jitter(), 0)));
        if (quality.roundTrip() >= ROUND_TRIP_MS)
            said.add(texts.get("quality.delay", formats.decimal(quality.roundTrip(), 0)));
        return said;
    }

    /** {@code Download: loss 0%, jitter 6 ms, opus}, the upload likewise, and the round trip where it is known. */
    public List<String> figures(SoundQuality quality) {
        var all = new ArrayList<>(List.of(texts.get("quality.in", way(quality.in())), texts.get("quality.out", way(quality.out()))));
        if (quality.roundTrip() > 0)
            all.add(texts.get("quality.round-trip", formats.decimal(quality.roundTrip(), 0)));
        return all;
    }

    private String way(SoundQuality.Way way) {
        String figures = texts.get("quality.way", percent(way.loss()), formats.decimal(way.jitter(), 0));
        return way.codec().isEmpty() ? figures : figures + ", " + way.codec();
    }

    private String percent(double loss) {
        return formats.percent(loss / PERCENT);
    }

    private String score(SoundQuality quality) {
        var in = mos(quality.in()).map(mos -> formats.mos(Optional.of(mos)));
        var out = mos(quality.out()).map(mos -> formats.mos(Optional.of(mos)));
        if (in.isPresent() && out.isPresent())
            return texts.get("quality.mos.both", in.get(), out.get());
        return in.map(it -> texts.get("quality.mos", it)).or(() -> out.map(it -> texts.get("quality.mos.out", it))).orElse("");
    }

    /** Of the worse way, as the tables of the desk show it. */
    public Tone tone(SoundQuality quality) {
        return Stream.of(quality.in(), quality.out()).flatMap(way -> mos(way).stream()).min(Double::compare).map(Formats::mosTone).orElse(Tone.PLAIN);
    }

    private static Optional<Double> mos(SoundQuality.Way way) {
        return Optional.of(way.mos()).filter(mos -> mos > 0);
    }
}
