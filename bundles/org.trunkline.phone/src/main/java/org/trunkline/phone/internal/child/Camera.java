package org.trunkline.phone.internal.child;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.onvoid.webrtc.media.MediaDevices;
import dev.onvoid.webrtc.media.video.VideoCaptureCapability;
import dev.onvoid.webrtc.media.video.VideoDevice;
import dev.onvoid.webrtc.media.video.VideoDeviceSource;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import dev.onvoid.webrtc.media.video.VideoTrackSource;

/** A camera in use. */
final class Camera implements Shown {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int RATE = 30;

    private final VideoDeviceSource source = new VideoDeviceSource();
    private final AtomicLong pictures = new AtomicLong();
    private final Runnable closed;
    private boolean paused;
    private volatile Optional<Size> size = Optional.empty();

    /** @param watched begins to watch it, and gives what ends that */
    private Camera(VideoDevice device, Function<Camera, Runnable> watched) {
        try {
            source.setVideoCaptureDevice(device);
            source.setVideoCaptureCapability(best(MediaDevices.getVideoCaptureCapabilities(device)));
            source.start();
        } catch (Error | RuntimeException e) { // of the library, for a camera that is in use
            source.dispose();
            throw e;
        }
        closed = watched.apply(this);
    }

    /** @param watch told of its use @param failed told once if it is unplugged or hangs @throws IllegalStateException where it is gone */
    static Camera open(String id, CameraWatch watch, Consumer<String> failed) {
        return new Camera(device(id), camera -> watch.watch(id, camera::pictures, failed));
    }

    /** As {@link #open} for a camera that takes over from another one, and must give its first picture in time. */
    static Camera next(String id, CameraWatch watch, Consumer<String> failed) {
        return new Camera(device(id), camera -> watch.watchNext(id, camera::pictures, failed));
    }

    private static VideoDevice device(String id) {
        return all().stream().filter(it -> id(it).equals(id)).findFirst().orElseThrow(() -> new IllegalStateException("no-camera"));
    }

    private OptionalLong pictures() {
        return paused ? OptionalLong.empty() : OptionalLong.of(pictures.get());
    }

    /** As its maker calls it; the id of one that is gone. */
    static String name(String id) {
        return all().stream().filter(it -> id(it).equals(id)).findFirst().map(VideoDevice::getName).orElse(id);
    }

    static List<VideoDevice> all() {
        return MediaDevices.getVideoCaptureDevices();
    }

    static String id(VideoDevice device) {
        return device.getDescriptor() == null || device.getDescriptor().isEmpty() ? device.getName() : device.getDescriptor();
    }

    /** What comes nearest to 640 pixels in width and at least 15 frames a second. */
    private static VideoCaptureCapability best(List<VideoCaptureCapability> offered) {
        return offered.stream().filter(it -> it.frameRate >= RATE / 2).min((one, other) -> Integer.compare(away(one), away(other)))
                .or(() -> offered.stream().findFirst()).orElseGet(() -> new VideoCaptureCapability(WIDTH, HEIGHT, RATE));
    }

    private static int away(VideoCaptureCapability it) {
        return Math.abs(it.width - WIDTH) + Math.abs(it.height - HEIGHT) + Math.abs(it.frameRate - RATE);
    }

    @Override
    public VideoTrackSource source() {
        return source;
    }

    @Override
    public Optional<VideoTrackSink> counter() {
        return Optional.of(frame -> {
            pictures.incrementAndGet();
            size = Optional.of(new Size(frame.buffer.getWidth(), frame.buffer.getHeight()));
            frame.release();
        });
    }

    @Override
    public Optional<Size> size() {
        return size;
    }

    @Override
    public void pause(boolean now) {
        if (now == paused)
            return;
        paused = now;
        if (now)
            source.stop();
        else
            source.start();
    }

    @Override
    public void close() {
        closed.run();
        source.stop();
        source.dispose();
    }
}
