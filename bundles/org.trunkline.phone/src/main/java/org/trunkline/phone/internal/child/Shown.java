package org.trunkline.phone.internal.child;

import dev.onvoid.webrtc.media.video.VideoTrackSource;

/** A source of pictures that is open. */
interface Shown {
    VideoTrackSource source();

    /** Stops it for now, or begins again. */
    void pause(boolean paused);

    /** After the track on it is no longer used. */
    void close();
}
