package org.trunkline.phone.internal.child;

import java.util.List;
import java.util.function.Consumer;

import dev.onvoid.webrtc.media.MediaDevices;
import dev.onvoid.webrtc.media.video.VideoCaptureCapability;
import dev.onvoid.webrtc.media.video.VideoDevice;
import dev.onvoid.webrtc.media.video.VideoDeviceSource;
import dev.onvoid.webrtc.media.video.VideoTrackSource;

/** A camera in use. */
final class Camera implements Shown {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int RATE = 30;

    private final VideoDeviceSource source = new VideoDeviceSource();
    private final Runnable closed;

    private Camera(VideoDevice device, Runnable closed) {
        this.closed = closed;
        source.setVideoCaptureDevice(device);
        source.setVideoCaptureCapability(best(MediaDevices.getVideoCaptureCapabilities(device)));
        source.start();
    }

    /** @param watch told of its use @param failed told once if it is unplugged @throws IllegalStateException where it is gone */
    static Camera open(String id, CameraWatch watch, Consumer<String> failed) {
        var device = all().stream().filter(it -> id(it).equals(id)).findFirst().orElseThrow(() -> new IllegalStateException("no-camera"));
        var closed = watch.watch(id, failed);
        try {
            return new Camera(device, closed);
        } catch (Error | RuntimeException e) { // of the library, for a camera that is in use
            closed.run();
            throw e;
        }
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
    public void pause(boolean paused) {
        if (paused)
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
