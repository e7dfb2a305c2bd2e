package org.trunkline.ui.phone.internal.video;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.eclipse.swt.widgets.Shell;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.place.StackPlaces;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.VideoText;

/** A bar for each call that shares something of this computer, whatever view is open. UI thread only. */
public final class SharingBars {
    private record Open(String words, SharingBar bar) {}

    private final Texts texts = PhoneWords.texts();
    private final Shell window;
    private final DeskPhone phone;
    private final StackPlaces places = new StackPlaces();
    private final Map<String, Open> bars = new HashMap<>();

    /** @param window of the desk, on whose screen they are */
    public SharingBars(Shell window, DeskPhone phone) {
        this.window = window;
        this.phone = phone;
    }

    /** What each line shares, in words. */
    static Map<String, String> shared(PhoneState state, VideoText words) {
        var all = new LinkedHashMap<String, String>();
        for (var line : state.lines())
            if (line.state() == State.TALKING && line.video().sent().filter(it -> it.kind().shared()).isPresent())
                all.put(line.id(), words.sharing(line.video()));
        return all;
    }

    public void show(PhoneState state) {
        show(shared(state, VideoText.create()));
    }

    /** No phone is in use. */
    public void close() {
        show(Map.of());
    }

    private void show(Map<String, String> now) {
        bars.entrySet().removeIf(each -> {
            boolean over = !each.getValue().words().equals(now.get(each.getKey()));
            if (over) {
                each.getValue().bar().close();
                places.free(each.getKey());
            }
            return over;
        });
        now.forEach((line, words) -> bars.computeIfAbsent(line, _ -> new Open(words, new SharingBar(window, words, texts.get("video.stop-sharing"),
                () -> phone.command(service -> service.video().stop(line)), places.take(line)))));
    }
}
