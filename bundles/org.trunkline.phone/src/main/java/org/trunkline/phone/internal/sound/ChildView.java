package org.trunkline.phone.internal.sound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.VideoPicture;
import org.trunkline.phone.VideoView;
import org.trunkline.phone.internal.child.FrameRing;
import org.trunkline.phone.internal.child.SoundMessage;
import org.trunkline.phone.internal.video.LineVideo;

/** A view, whose pictures come through a file that the sound process writes. The file has no name any more once both have it. */
final class ChildView implements VideoView {
    private static final Logger LOG = LoggerFactory.getLogger(ChildView.class);
    private static final Path MEMORY = Path.of("/dev/shm");

    private final String id;
    private final SoundHost host;
    private final Runnable arrived;
    private Optional<Path> file = Optional.empty();
    private volatile Optional<FrameRing> ring = Optional.empty();
    private volatile Optional<LocalizableText> trouble = Optional.empty();
    private volatile int width = 640;
    private volatile int height = 360;

    ChildView(String id, SoundHost host, Runnable arrived) {
        this.id = id;
        this.host = host;
        this.arrived = arrived;
    }

    String id() {
        return id;
    }

    /** On the thread of the phone. @return the file; empty where there can be none */
    Optional<Path> open() {
        try {
            // pictures of calls do not belong on a disk
            var made = Files.isWritable(MEMORY) ? Files.createTempFile(MEMORY, "trunkline-view", ".tmp") : Files.createTempFile("trunkline-view", ".tmp");
            file = Optional.of(made);
            ring = Optional.of(FrameRing.reader(made));
        } catch (IOException e) {
            LOG.warn("a video cannot be shown", e);
            failed(String.valueOf(e.getMessage()));
        }
        return file;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    void arrived() {
        arrived.run();
    }

    void failed(String reason) {
        trouble = Optional.of(LineVideo.failure(reason));
        forget();
        arrived.run();
    }

    /** Both have it. */
    void forget() {
        file.ifPresent(it -> {
            try {
                Files.deleteIfExists(it);
            } catch (IOException e) { // Windows, while it is mapped
                it.toFile().deleteOnExit();
            }
        });
        file = Optional.empty();
    }

    @Override
    public void resize(int toWidth, int toHeight) {
        if (toWidth == width && toHeight == height)
            return;
        width = toWidth;
        height = toHeight;
        host.later(() -> host.tell(SoundMessage.of("view-size", "view", id, "width", toWidth, "height", toHeight)));
    }

    @Override
    public Optional<VideoPicture> latest() {
        return ring.flatMap(FrameRing::take);
    }

    @Override
    public Optional<LocalizableText> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        host.later(() -> host.left(this));
    }
}
