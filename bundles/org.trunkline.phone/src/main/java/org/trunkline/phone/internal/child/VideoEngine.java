package org.trunkline.phone.internal.child;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trunkline.phone.internal.child.screen.Screen;
import org.trunkline.phone.internal.child.screen.X11Windows;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.video.VideoTrack;

/** Does what the desk wants of video: sources, views, what a call sends and takes. On the thread of the sound. */
final class VideoEngine {
    private static final String CAMERA = "CAMERA";

    /** What the desk asked for, or what took its place. */
    private record Source(String kind, String id) {
        static final Source NONE = new Source("", "");
    }

    private record Preview(Shown shown, VideoTrack track, FrameOutlet outlet) {
        void close() {
            CallVideo.release(track);
            shown.close();
        }
    }

    private final Outlet outlet;
    private final ScheduledExecutorService worker;
    private final Function<String, CallVideo> calls;
    private final Supplier<List<CallVideo>> all;
    private final Map<String, Preview> previews = new HashMap<>();
    private final Map<String, Source> sources = new HashMap<>();
    private final CameraWatch cameras = new CameraWatch(VideoEngine::cameraIds);
    private final CameraChain chain = new CameraChain(VideoEngine::cameraIds);

    VideoEngine(Outlet outlet, ScheduledExecutorService worker, Function<String, CallVideo> calls, Supplier<List<CallVideo>> all) {
        this.outlet = outlet;
        this.worker = worker;
        this.calls = calls;
        this.all = all;
    }

    private static List<String> cameraIds() {
        return Camera.all().stream().map(Camera::id).toList();
    }

    /** @return whether it is a command for video */
    boolean obey(SoundMessage command, PeerConnectionFactory factory) {
        var call = command.text("call");
        var view = command.text("view");
        switch (command.what()) {
            case "video" -> send(command);
            case "video-take" -> calls.apply(call).take(command.flag("on"));
            case "video-mute" -> guarded(call, () -> calls.apply(call).mute(command.flag("on")));
            case "video-weak" -> calls.apply(call).weak(command.flag("on"));
            case "sources" -> SourceList.tell(outlet, command.text("request"));
            case "view" -> outlet(command).ifPresent(made -> calls.apply(call).view(view, command.flag("there"), made));
            case "preview" -> preview(command, factory);
            case "view-size" -> resize(view, (int) command.number("width"), (int) command.number("height"));
            case "view-close" -> {
                all.get().forEach(it -> it.leave(view));
                Optional.ofNullable(previews.remove(view)).ifPresent(Preview::close);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The call ended. */
    void ended(String call) {
        chain.chosen(call);
        sources.remove(call);
    }

    void everySecond() {
        cameras.everySecond();
    }

    private void send(SoundMessage command) {
        var call = command.text("call");
        var source = new Source(command.text("kind"), command.text("id"));
        chain.chosen(call);
        sources.put(call, source);
        if (source.kind().isEmpty()) {
            calls.apply(call).stop();
            return;
        }
        guarded(call, () -> show(calls.apply(call), open(command, why -> {
            if (source.kind().equals(CAMERA))
                lost(call, source.id(), why);
            else
                failed(call, source, why);
        }), CallVideo::send));
    }

    /** Has a call take what was opened for it, or closes that. */
    private static void show(CallVideo video, Shown opened, BiConsumer<CallVideo, Shown> as) {
        try {
            as.accept(video, opened);
        } catch (Error | RuntimeException e) { // of the library
            if (!video.shows(opened))
                opened.close();
            throw e;
        }
    }

    /** The next camera that opens takes its place. */
    private void lost(String call, String camera, String why) {
        for (var next = chain.after(call, camera); next.isPresent(); next = chain.after(call, next.get())) {
            var id = next.get();
            try {
                show(calls.apply(call), Camera.next(id, cameras, reason -> lost(call, id, reason)), CallVideo::replace);
                sources.put(call, new Source(CAMERA, id));
                outlet.tell("video-moved", "call", call, "from", camera, "id", id, "name", Camera.name(id), "reason", why);
                return;
            } catch (Error | RuntimeException e) { // of the library, for a camera that is in use
                outlet.tell("error", "reason", "the camera " + id + " cannot take over: " + e.getMessage());
            }
        }
        failed(call, new Source(CAMERA, camera), why);
    }

    private void guarded(String call, Runnable action) {
        try {
            action.run();
        } catch (Error | RuntimeException e) { // the library throws Error for a camera that is in use
            failed(call, sources.getOrDefault(call, Source.NONE), String.valueOf(e.getMessage()));
        }
    }

    private void failed(String call, Source source, String why) {
        outlet.tell("video-failed", "call", call, "kind", source.kind(), "id", source.id(), "reason", why);
    }

    private Shown open(SoundMessage command, Consumer<String> failed) {
        var id = command.text("id");
        return switch (command.text("kind")) {
            case CAMERA -> Camera.open(id, cameras, failed);
            case "WINDOW" -> new Sharing(() -> X11Windows.open(id), why -> worker.execute(() -> failed.accept(why)));
            default -> new Sharing(() -> Screen.open(id), why -> worker.execute(() -> failed.accept(why)));
        };
    }

    private Optional<FrameOutlet> outlet(SoundMessage command) {
        var view = command.text("view");
        try {
            var ring = FrameRing.writer(Path.of(command.text("file")));
            outlet.tell("viewing", "view", view);
            return Optional.of(new FrameOutlet(view, ring, outlet, (int) command.number("width"), (int) command.number("height")));
        } catch (IOException e) {
            outlet.tell("view-failed", "view", view, "reason", e);
            return Optional.empty();
        }
    }

    private void preview(SoundMessage command, PeerConnectionFactory factory) {
        var view = command.text("view");
        Consumer<String> failed = why -> outlet.tell("view-failed", "view", view, "reason", why);
        outlet(command).ifPresent(made -> {
            try {
                var shown = open(command, failed);
                var track = factory.createVideoTrack("preview-" + view, shown.source());
                track.addSink(made);
                shown.counter().ifPresent(track::addSink);
                previews.put(view, new Preview(shown, track, made));
            } catch (Error | RuntimeException e) { // as above
                failed.accept(String.valueOf(e.getMessage()));
            }
        });
    }

    private void resize(String view, int width, int height) {
        Optional.ofNullable(previews.get(view)).ifPresent(it -> it.outlet().resize(width, height));
        all.get().forEach(it -> it.resize(view, width, height));
    }
}
