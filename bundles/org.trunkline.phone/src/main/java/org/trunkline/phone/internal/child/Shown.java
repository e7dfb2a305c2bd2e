package org.trunkline.phone.internal.child;

import java.util.Optional;

import dev.onvoid.webrtc.media.video.VideoTrackSink;
import dev.onvoid.webrtc.media.video.VideoTrackSource;

/** A source of pictures that is open. */
interface Shown {
    /** In pixels. */
    record Size(int width, int height) {}

    VideoTrackSource source();

    /** Counts its pictures on a track, for what can hang; empty where that shows in another way. */
    default Optional<VideoTrackSink> counter() {
        return Optional.empty();
    }

    /** Of its latest picture; empty before the first. Any thread. */
    Optional<Size> size();

    /** Stops it for now, or begins again. */
    void pause(boolean paused);

    /** After the track on it is no longer used. */
    void close();
}
