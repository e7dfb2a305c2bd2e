package org.trunkline.ui.phone.internal.words;

import java.util.ArrayList;
import java.util.List;

import org.trunkline.phone.VideoQuality;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** The video of a call in words: what is sent and seen, how good it is, and why there is none. */
public record VideoText(Texts texts, Formats formats, SaidText said) {
    private static final double LOSS = 2; // percent: below that the picture recovers before it is noticed
    private static final double PERCENT = 100;

    public static VideoText create() {
        return new VideoText(PhoneWords.texts(), Formats.ofPreferences(), SaidText.create());
    }

    /** {@code Screen 1}, {@code Window: Invoice}. */
    public String source(VideoSource source) {
        return switch (source.kind()) {
            case CAMERA -> texts.get("video.source.camera", source.name());
            case SCREEN -> texts.get("video.source.screen", source.name());
            case WINDOW -> texts.get("video.source.window", source.name());
        };
    }

    /** {@code You share: Screen 1}; empty where nothing is sent. */
    public String sharing(VideoState state) {
        return state.sent().map(it -> texts.get("video.sharing", source(it))).orElse("");
    }

    /** Everything that is to be known now, in sentences; empty where there is no video. */
    public String of(VideoState state) {
        var all = new ArrayList<String>();
        state.trouble().map(said::of).ifPresent(all::add);
        if (state.asked())
            all.add(texts.get("video.asked"));
        if (state.weak())
            all.add(texts.get("video.weak"));
        else if (state.muted())
            all.add(texts.get("video.muted"));
        else if (state.sent().isPresent() && state.quality().filter(it -> it.out().width() == 0).isPresent())
            all.add(texts.get("video.unseen"));
        if (state.stalled())
            all.add(texts.get("video.stalled"));
        state.quality().ifPresent(it -> all.addAll(quality(state, it)));
        return String.join(" ", all);
    }

    private List<String> quality(VideoState state, VideoQuality quality) {
        var all = new ArrayList<String>();
        boolean sends = state.sent().isPresent() && !state.weak() && !state.muted();
        if (sends && quality.out().loss() >= LOSS)
            all.add(texts.get("video.loss.out", formats.percent(quality.out().loss() / PERCENT)));
        if (state.received() && quality.in().loss() >= LOSS)
            all.add(texts.get("video.loss.in", formats.percent(quality.in().loss() / PERCENT)));
        if (state.received() && quality.in().width() > 0)
            all.add(texts.get("video.quality.in", size(quality.in()), formats.decimal(quality.in().rate(), 0)));
        if (sends && quality.out().width() > 0)
            all.add(texts.get("video.quality.out", size(quality.out()), formats.decimal(quality.out().rate(), 0)));
        return all;
    }

    private static String size(VideoQuality.Way way) {
        return way.width() + " × " + way.height();
    }
}
