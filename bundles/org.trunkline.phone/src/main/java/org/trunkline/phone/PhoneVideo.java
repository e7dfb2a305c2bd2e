package org.trunkline.phone;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The video of the phone's calls. A call begins with sound; video joins it by another offer (RFC 3264 §8), and when it fails
 * the sound goes on.
 *
 * <p><b>Threads:</b> any; nothing here waits. What comes of a command is seen in {@link LineState#video}.
 */
public interface PhoneVideo {
    /** Cameras, screens and windows that can be sent now. Fails with a {@link PhoneException} that says why there are none to be had. */
    CompletableFuture<List<VideoChoice>> sources();

    /** Whether calls offer and take H.264 too, after VP8, from the next one on; off at first. Its codecs have other licences. */
    void useH264(boolean on);

    /** Sends this from now on, instead of what was sent; on a line that is not answered yet, once it is. */
    void send(String line, VideoSource source);

    /** Sends none any more. */
    void stop(String line);

    /** Looks at the other side's video, or does not. */
    void take(String line, boolean taken);

    /** Black instead of the picture; a camera is switched off. */
    void mute(String line, boolean muted);

    /** @param arrived told on a thread of the phone that there is a picture: hand over and return. It is told again after {@link VideoView#latest} */
    VideoView view(String line, VideoView.Side side, Runnable arrived);

    /** Looks at a source that is not sent; a camera is then in use. */
    VideoView preview(VideoSource source, Runnable arrived);
}
