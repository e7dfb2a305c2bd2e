package org.trunkline.phone.internal.child;

import java.util.List;

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

    private Camera(VideoDevice device) {
        source.setVideoCaptureDevice(device);
        source.setVideoCaptureCapability(best(MediaDevices.getVideoCaptureCapabilities(device)));
        source.start();
    }

    /** @throws IllegalStateException where it is gone */
    static Camera open(String id) {
        return new Camera(all().stream().filter(it -> id(it).equals(id)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no-camera")));
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
        source.stop();
        source.dispose();
    }
}
