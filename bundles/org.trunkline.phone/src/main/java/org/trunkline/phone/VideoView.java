package org.trunkline.phone;

import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/** A place where a video is looked at. <b>Threads:</b> {@link #latest} on one at a time, the others on any; nothing waits. */
public interface VideoView extends AutoCloseable {
    enum Side {
        /** What this side sends. */
        HERE,
        /** What the other side sends. */
        THERE
    }

    /** Pictures are scaled to fit into this, and never up. */
    void resize(int width, int height);

    /** The latest picture; empty where there was none since the last call. */
    Optional<VideoPicture> latest();

    /** Why there are no pictures, with the way out; empty where nothing is known to be wrong. */
    Optional<LocalizableText> trouble();

    @Override
    void close();
}
