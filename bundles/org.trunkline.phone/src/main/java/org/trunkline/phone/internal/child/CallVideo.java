package org.trunkline.phone.internal.child;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpCodecCapability;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.video.VideoTrack;

/**
 * The video of one call: what it sends, whether it takes the other side's, and the views of both. It changes with the next
 * offer or answer only; another source in place of one that is sent changes at once. On the thread of the sound.
 */
final class CallVideo {
    private static final int BLACK_WIDTH = 640;
    private static final int BLACK_HEIGHT = 360;

    private record Attached(VideoTrack track, FrameOutlet outlet) {}

    private final PeerConnectionFactory factory;
    private final RTCPeerConnection connection;
    private final Map<String, FrameOutlet> here = new HashMap<>();
    private final Map<String, FrameOutlet> there = new HashMap<>();
    private final Map<String, Attached> attached = new HashMap<>();
    private Optional<Shown> shown = Optional.empty();
    private Optional<VideoTrack> track = Optional.empty();
    private Optional<Shown> black = Optional.empty();
    private boolean taken;
    private boolean muted;
    private boolean weak;
    private boolean h264;
    /** The sender has the track. */
    private boolean placed;
    private int tracks;

    CallVideo(PeerConnectionFactory factory, RTCPeerConnection connection) {
        this.factory = factory;
        this.connection = connection;
    }

    static boolean isVideo(RTCRtpTransceiver each) {
        return each.getReceiver().getTrack().getKind().equals(MediaStreamTrack.VIDEO_TRACK_KIND);
    }

    private Optional<RTCRtpTransceiver> transceiver() {
        for (RTCRtpTransceiver each : connection.getTransceivers())
            if (isVideo(each) && !each.stopped())
                return Optional.of(each);
        return Optional.empty();
    }

    boolean shows(Shown one) {
        return shown.filter(it -> it == one).isPresent();
    }

    void send(Shown next) {
        detach(here);
        var before = shown;
        var trackBefore = track;
        shown = Optional.of(next);
        track = Optional.empty();
        placed = false;
        try {
            var made = track(next);
            track = Optional.of(made);
            if (before.isPresent())
                transceiver().ifPresent(it -> {
                    it.getSender().replaceTrack(made);
                    placed = true;
                });
            attach();
        } finally {
            trackBefore.ifPresent(CallVideo::release);
            before.ifPresent(Shown::close);
        }
    }

    private VideoTrack track(Shown of) {
        var made = factory.createVideoTrack("video-" + ++tracks, of.source());
        of.counter().ifPresent(made::addSink);
        return made;
    }

    /** Ends its sinks, which would count and convert until its source closes. */
    static void release(VideoTrack track) {
        try {
            track.dispose();
        } catch (Error e) {
            // the library gave it up, and a sender that is not replaced yet still has it
        }
    }

    /** Another source in place of one that was lost: what is hidden stays so. */
    void replace(Shown next) {
        if (black.isEmpty()) {
            send(next);
        } else {
            shown.ifPresent(Shown::close);
            shown = Optional.of(next);
        }
        pause();
    }

    void stop() {
        detach(here);
        track.ifPresent(it -> {
            it.setEnabled(false);
            release(it);
        });
        track = Optional.empty();
        placed = false;
        closeSources();
    }

    /** With the next offer or answer. */
    void useH264(boolean on) {
        h264 = on;
    }

    void take(boolean on) {
        taken = on;
    }

    /** A black picture each second instead: a track that is disabled sends nothing, and the last picture would stay. */
    void mute(boolean on) {
        if (on == muted)
            return;
        muted = on;
        pause();
        if (shown.isEmpty())
            return;
        detach(here);
        var before = black;
        var trackBefore = track;
        if (on) {
            var picture = Optional.of(new BufferedImage(BLACK_WIDTH, BLACK_HEIGHT, BufferedImage.TYPE_INT_RGB));
            black = Optional.of(new Sharing(() -> () -> picture, _ -> { }));
        } else {
            black = Optional.empty();
        }
        var made = track(black.or(() -> shown).get());
        track = Optional.of(made);
        if (placed)
            transceiver().ifPresent(it -> it.getSender().replaceTrack(made));
        attach();
        trackBefore.ifPresent(CallVideo::release);
        before.ifPresent(Shown::close);
    }

    void weak(boolean on) {
        weak = on;
        pause();
    }

    private void pause() {
        shown.ifPresent(it -> it.pause(muted || weak));
    }

    /** Before an offer: a line for video where this side begins it. */
    void prepare() {
        if (track.isEmpty() || transceiver().isPresent())
            return;
        var init = new RTCRtpTransceiverInit();
        init.direction = RTCRtpTransceiverDirection.SEND_RECV;
        init.streamIds = List.of("phone");
        prefer(connection.addTransceiver(track.get(), init));
        placed = true;
    }

    /** The line is to be as wanted. On hold nothing is seen. */
    void direct(RTCRtpTransceiver line, boolean hold) {
        if (line.stopped())
            return;
        boolean sends = track.isPresent() && !hold;
        boolean takes = taken && !hold;
        line.getReceiver().getTrack().setEnabled(takes);
        if (sends && !placed) {
            line.getSender().replaceTrack(track.get());
            placed = true;
        }
        prefer(line);
        line.setDirection(sends ? takes ? RTCRtpTransceiverDirection.SEND_RECV : RTCRtpTransceiverDirection.SEND_ONLY
                : takes ? RTCRtpTransceiverDirection.RECV_ONLY : RTCRtpTransceiverDirection.INACTIVE);
        attach();
    }

    /** VP8, and H.264 where the user wants it, since it has other terms. VP9 and AV1 cost more than a phone's window gives back. */
    private void prefer(RTCRtpTransceiver line) {
        var known = factory.getRtpReceiverCapabilities(MediaType.VIDEO).getCodecs();
        line.setCodecPreferences((h264 ? Stream.of("VP8", "H264", "rtx") : Stream.of("VP8", "rtx"))
                .flatMap(format -> known.stream().filter(it -> name(it).equalsIgnoreCase(format))).toList());
    }

    private static String name(RTCRtpCodecCapability codec) {
        return codec.getName() == null ? "" : codec.getName();
    }

    /** The offer of this side was refused: without it a line for video would be offered with each one after. */
    void takenBack() {
        transceiver().filter(it -> it.getMid() == null || it.getMid().isEmpty()).ifPresent(RTCRtpTransceiver::stop);
    }

    // --- views

    void view(String id, boolean ofOther, FrameOutlet outlet) {
        (ofOther ? there : here).put(id, outlet);
        attach();
    }

    boolean resize(String id, int width, int height) {
        var outlet = Optional.ofNullable(here.get(id)).or(() -> Optional.ofNullable(there.get(id)));
        outlet.ifPresent(it -> it.resize(width, height));
        return outlet.isPresent();
    }

    void leave(String id) {
        here.remove(id);
        there.remove(id);
        Optional.ofNullable(attached.remove(id)).ifPresent(it -> it.track().removeSink(it.outlet()));
    }

    private void attach() {
        track.ifPresent(it -> attach(it, here));
        if (taken)
            transceiver().filter(it -> it.getReceiver().getTrack() instanceof VideoTrack)
                    .ifPresent(it -> attach((VideoTrack) it.getReceiver().getTrack(), there));
    }

    private void attach(VideoTrack to, Map<String, FrameOutlet> views) {
        views.forEach((id, outlet) -> attached.computeIfAbsent(id, _ -> {
            to.addSink(outlet);
            return new Attached(to, outlet);
        }));
    }

    private void detach(Map<String, FrameOutlet> views) {
        for (var id : views.keySet())
            Optional.ofNullable(attached.remove(id)).ifPresent(it -> it.track().removeSink(it.outlet()));
    }

    void close() {
        detach(here);
        detach(there);
        track.ifPresent(CallVideo::release);
        track = Optional.empty();
        closeSources();
    }

    private void closeSources() {
        shown.ifPresent(Shown::close);
        shown = Optional.empty();
        black.ifPresent(Shown::close);
        black = Optional.empty();
    }

    /** Sends no larger pictures than the other side's level of H.264 has room for. */
    void fit() {
        var size = black.or(() -> shown).flatMap(Shown::size);
        var sender = transceiver().filter(_ -> placed).map(RTCRtpTransceiver::getSender);
        if (size.isEmpty() || sender.isEmpty())
            return;
        var parameters = sender.get().getParameters();
        if (parameters.encodings.isEmpty())
            return;
        var encoding = parameters.encodings.getFirst();
        double now = encoding.scaleResolutionDownBy == null ? 1 : encoding.scaleResolutionDownBy;
        double next = parameters.codecs.stream().findFirst().filter(it -> it.codecName.equalsIgnoreCase("H264"))
                .map(it -> H264Level.scale(it.parameters.getOrDefault("profile-level-id", ""), size.get())).orElse(1.0);
        if (next == now)
            return;
        encoding.scaleResolutionDownBy = next;
        apply(sender.get(), parameters);
    }

    static void apply(RTCRtpSender sender, RTCRtpSendParameters parameters) {
        try {
            sender.setParameters(parameters);
        } catch (RuntimeException e) {
            // another offer or answer was applied meanwhile, or the call ends: the next second tries again
        }
    }

    // --- figures

    /** Totals by names of our own. */
    static void measure(RTCStats each, Map<String, RTCStats> all, Map<String, String> values) {
        var known = each.getAttributes();
        switch (each.getType()) {
            case INBOUND_RTP -> {
                put(values, "videoReceived", known.get("packetsReceived"));
                put(values, "videoLost", known.get("packetsLost"));
                put(values, "videoFramesIn", known.get("framesDecoded"));
                put(values, "videoRateIn", known.get("framesPerSecond"));
                put(values, "videoWidthIn", known.get("frameWidth"));
                put(values, "videoHeightIn", known.get("frameHeight"));
                codec(known, all, values);
            }
            case OUTBOUND_RTP -> {
                put(values, "videoFramesOut", known.get("framesEncoded"));
                put(values, "videoRateOut", known.get("framesPerSecond"));
                put(values, "videoWidthOut", known.get("frameWidth"));
                put(values, "videoHeightOut", known.get("frameHeight"));
                codec(known, all, values);
            }
            case REMOTE_INBOUND_RTP -> put(values, "videoLossOut", known.get("fractionLost"));
            default -> { }
        }
    }

    private static void codec(Map<String, Object> known, Map<String, RTCStats> all, Map<String, String> values) {
        var codec = all.get(String.valueOf(known.get("codecId")));
        if (codec != null)
            put(values, "videoCodec", codec.getAttributes().get("mimeType"));
    }

    private static void put(Map<String, String> values, String name, Object value) {
        if (value != null)
            values.put(name, value.toString());
    }
}
