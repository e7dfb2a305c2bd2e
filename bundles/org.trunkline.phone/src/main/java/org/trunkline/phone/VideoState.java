package org.trunkline.phone;

import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/**
 * The video of a line.
 *
 * @param sent what this side sends; empty where nothing
 * @param received whether the other side's video is taken
 * @param asked whether the other side sends video that this side has not said yes or no to
 * @param muted whether the picture of this side is black for now
 * @param weak whether this side pauses its video since the link is too weak for it
 * @param stalled whether nothing comes of the other side's video since some seconds
 * @param quality empty before anything was measured
 * @param trouble why the video does not do what was wanted, with the way out; the call goes on
 */
public record VideoState(Optional<VideoSource> sent, boolean received, boolean asked, boolean muted, boolean weak, boolean stalled,
        Optional<VideoQuality> quality, Optional<LocalizableText> trouble) {
    public static final VideoState NONE = new VideoState(Optional.empty(), false, false, false, false, false, Optional.empty(), Optional.empty());

    /** Whether there is anything to see. */
    public boolean running() {
        return sent.isPresent() || received;
    }
}
