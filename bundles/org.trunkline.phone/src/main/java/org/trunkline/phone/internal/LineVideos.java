package org.trunkline.phone.internal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneVideo;
import org.trunkline.phone.VideoChoice;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoView;
import org.trunkline.phone.internal.sip.CallFailure;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.sound.SoundHost;
import org.trunkline.phone.internal.video.LineVideo;
import org.trunkline.phone.internal.work.Work;

/** Commands for the video of lines, which hop to the phone's thread. */
final class LineVideos implements PhoneVideo {
    private static final int PARTS = 4;

    private final Work work;
    private final SoundHost sound;
    private final BiConsumer<String, Consumer<LineVideo>> lines;
    private final Function<String, Optional<CallMedia>> media;

    /** @param lines does something with a line's video, on the phone's thread @param media of a line, on the phone's thread */
    LineVideos(Work work, SoundHost sound, BiConsumer<String, Consumer<LineVideo>> lines, Function<String, Optional<CallMedia>> media) {
        this.work = work;
        this.sound = sound;
        this.lines = lines;
        this.media = media;
    }

    @Override
    public CompletableFuture<List<VideoChoice>> sources() {
        var result = new CompletableFuture<List<VideoChoice>>();
        work.run(() -> sound.sources().whenComplete((text, failure) -> {
            if (failure == null)
                result.complete(read(text));
            else
                result.completeExceptionally(new PhoneException(CallFailure.text(failure)));
        }));
        return result;
    }

    private static List<VideoChoice> read(String text) {
        var all = new ArrayList<VideoChoice>();
        for (var line : text.split("\n")) {
            var parts = line.split("\u001f", PARTS);
            if (parts.length == PARTS)
                all.add(new VideoChoice(new VideoSource(VideoSource.Kind.valueOf(parts[0]), parts[1], parts[2]), Base64.getDecoder().decode(parts[3])));
        }
        return all;
    }

    @Override
    public void useH264(boolean on) {
        work.run(() -> sound.useH264(on));
    }

    @Override
    public void send(String line, VideoSource source) {
        lines.accept(line, it -> it.send(source));
    }

    @Override
    public void stop(String line) {
        lines.accept(line, LineVideo::stop);
    }

    @Override
    public void take(String line, boolean taken) {
        lines.accept(line, it -> it.take(taken));
    }

    @Override
    public void mute(String line, boolean muted) {
        lines.accept(line, it -> it.mute(muted));
    }

    @Override
    public VideoView view(String line, VideoView.Side side, Runnable arrived) {
        return sound.view(() -> media.apply(line), side, arrived);
    }

    @Override
    public VideoView preview(VideoSource source, Runnable arrived) {
        return sound.preview(source, arrived);
    }
}
