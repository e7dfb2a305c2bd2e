package org.trunkline.phone.internal.child;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.phone.internal.child.screen.Grabber;
import org.trunkline.phone.internal.child.screen.PictureBytes;

import dev.onvoid.webrtc.media.FourCC;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoBufferConverter;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoFrameBuffer;
import dev.onvoid.webrtc.media.video.VideoTrackSource;

/** A screen or a window whose pictures become a video, on a thread of its own. What does not change is sent once a second. */
final class Sharing implements Shown, Runnable {
    private static final int RATE = 15;
    private static final long STILL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_WIDTH = 1920;
    private static final int MAX_HEIGHT = 1080;

    private final CustomVideoSource source = new CustomVideoSource();
    private final Supplier<Grabber> opened;
    private final Consumer<String> failed;
    private final Thread thread = new Thread(this, "screen-sharing");
    private volatile boolean paused;
    private volatile boolean closed;
    private volatile Optional<Size> size = Optional.empty();
    private final PictureBytes picture = new PictureBytes();
    private long pushed;

    /** @param opened opens what is shown, on the thread of this @param failed told once why there are no more pictures */
    Sharing(Supplier<Grabber> opened, Consumer<String> failed) {
        this.opened = opened;
        this.failed = failed;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try (var grabber = opened.get()) {
            while (!closed) {
                long began = System.nanoTime();
                if (!paused) {
                    var image = grabber.grab();
                    if (image.isPresent())
                        push(image.get());
                }
                TimeUnit.NANOSECONDS.sleep(Math.max(TimeUnit.MILLISECONDS.toNanos(5), 1_000_000_000L / RATE - (System.nanoTime() - began)));
            }
        } catch (InterruptedException e) {
            // closed
        } catch (Throwable e) { // an Error too: of AWT, or of the library
            if (!closed)
                failed.accept(String.valueOf(e.getMessage()));
        }
    }

    /** Pictures of the library have an even number of columns and rows. */
    private void push(BufferedImage image) throws Exception {
        long now = System.nanoTime();
        if (!picture.take(image) && now - pushed < STILL_NS)
            return;
        pushed = now;
        int width = image.getWidth();
        int height = image.getHeight();
        var whole = NativeI420Buffer.allocate(width, height);
        VideoFrameBuffer sent = whole;
        try {
            VideoBufferConverter.convertToI420(picture.bytes(), whole, FourCC.ARGB);
            double scale = Math.min(1, Math.min((double) MAX_WIDTH / width, (double) MAX_HEIGHT / height));
            int sentWidth = Math.max(2, (int) (width * scale) & ~1);
            int sentHeight = Math.max(2, (int) (height * scale) & ~1);
            if (sentWidth != width || sentHeight != height)
                sent = whole.cropAndScale(0, 0, width & ~1, height & ~1, sentWidth, sentHeight);
            size = Optional.of(new Size(sentWidth, sentHeight));
            source.pushFrame(new VideoFrame(sent, now));
        } finally {
            if (sent != whole)
                sent.release();
            whole.release();
        }
    }

    @Override
    public VideoTrackSource source() {
        return source;
    }

    @Override
    public Optional<Size> size() {
        return size;
    }

    @Override
    public void pause(boolean now) {
        paused = now;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive())
            source.dispose();
    }
}
