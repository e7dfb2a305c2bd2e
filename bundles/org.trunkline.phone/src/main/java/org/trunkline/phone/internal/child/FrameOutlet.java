package org.trunkline.phone.internal.child;

import dev.onvoid.webrtc.media.FourCC;
import dev.onvoid.webrtc.media.video.VideoBufferConverter;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrackSink;

/** Brings the pictures of a track to a view of the desk, in its size. On a thread of the library. */
final class FrameOutlet implements VideoTrackSink {
    private final String view;
    private final FrameRing ring;
    private final Outlet outlet;
    private volatile int width;
    private volatile int height;

    FrameOutlet(String view, FrameRing ring, Outlet outlet, int width, int height) {
        this.view = view;
        this.ring = ring;
        this.outlet = outlet;
        resize(width, height);
    }

    void resize(int width, int height) {
        this.width = Math.max(2, width);
        this.height = Math.max(2, height);
    }

    @Override
    public synchronized void onVideoFrame(VideoFrame frame) {
        try {
            write(frame);
        } catch (Exception e) { // what the converter declares
            outlet.tell("error", "reason", "a picture was lost: " + e);
        } finally {
            frame.release();
        }
    }

    private void write(VideoFrame frame) throws Exception {
        var buffer = frame.buffer;
        int from = buffer.getWidth();
        int high = buffer.getHeight();
        boolean turned = frame.rotation % 180 != 0;
        double scale = Math.min(1, Math.min((double) (turned ? height : width) / from, (double) (turned ? width : height) / high));
        scale = Math.min(scale, Math.sqrt((double) FrameRing.MAX_PIXELS / from / high));
        int toWidth = Math.max(2, (int) (from * scale) & ~1);
        int toHeight = Math.max(2, (int) (high * scale) & ~1);
        var scaled = toWidth == from && toHeight == high ? buffer : buffer.cropAndScale(0, 0, from, high, toWidth, toHeight);
        try {
            VideoBufferConverter.convertFromI420(scaled, ring.room(toWidth, toHeight, frame.rotation), FourCC.ARGB);
            if (ring.publish())
                outlet.tell("frame", "view", view);
        } finally {
            if (scaled != buffer)
                scaled.release();
        }
    }
}
