package org.trunkline.phone.internal.child.screen;

import java.awt.image.BufferedImage;
import java.util.Optional;

/** Takes pictures of a screen or a window. On one thread. */
public interface Grabber extends AutoCloseable {
    /** Of type {@link BufferedImage#TYPE_INT_RGB}; empty where there is nothing to see now. @throws IllegalStateException where it is gone for good */
    Optional<BufferedImage> grab();

    @Override
    default void close() {
    }
}
