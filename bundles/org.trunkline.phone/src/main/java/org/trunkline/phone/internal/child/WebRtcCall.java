package org.trunkline.phone.internal.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCSignalingState;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.AudioTrack;

/** The sound of one call: a peer connection with one track of audio. Its video is in {@link CallVideo}. */
final class WebRtcCall implements PeerConnectionObserver {
    /** All candidates are of this machine: they are there in milliseconds, or never. */
    private static final long GATHER_MS = 1_000;
    private static final int KEY_MS = 120;
    private static final int BETWEEN_KEYS_MS = 60;
    private static final int MOST_KEYS = 64;
    private static final String OPUS = "audio/opus";

    private final RTCPeerConnection connection;
    private final AudioTrack track;
    private final RTCRtpSender sender;
    private final Optional<AudioDevices> devices;
    private final ScheduledExecutorService worker;
    private final CallVideo video;
    private final Consumer<RTCPeerConnectionState> path;
    private volatile CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final StringBuilder pressed = new StringBuilder();
    private String early = "";
    private boolean muted;
    /** Whether the microphone is sent, and not silence. */
    private volatile boolean heardByOther;
    private boolean held;
    /** Before the last offer. */
    private boolean heldBefore;
    /** An offer without its answer, which the library does not know yet: it would act on it at once, and its rollback does not undo that. */
    private Optional<RTCSessionDescription> offered = Optional.empty();
    private boolean closed;
    private final SpeechRate rate = new SpeechRate();
    private long reported;
    /** Bits a second that the library chose. */
    private double chosen;

    /**
     * @param devices empty where there are none: then the library would send back what it receives
     * @param path told of each state of the connection, on a thread of the library
     */
    WebRtcCall(PeerConnectionFactory factory, AudioTrack track, Optional<AudioDevices> devices, ScheduledExecutorService worker, Consumer<RTCPeerConnectionState> path) {
        this.track = track;
        this.path = path;
        this.devices = devices;
        this.worker = worker;
        var configuration = new RTCConfiguration();
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        connection = factory.createPeerConnection(configuration, this);
        sender = connection.addTrack(track, List.of("phone"));
        video = new CallVideo(factory, connection);
    }

    CallVideo video() {
        return video;
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        // they are in the description
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState state) {
        if (state == RTCIceGatheringState.COMPLETE)
            gathered.complete(null);
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        if (state == RTCPeerConnectionState.CONNECTED)
            worker.execute(this::sendKeys);
        path.accept(state);
    }

    /** @param restart whether ICE looks for a path again, by the addresses of now (RFC 8445 §9) */
    CompletableFuture<String> offer(boolean hold, boolean restart) {
        video.prepare();
        heldBefore = held;
        direct(hold);
        var options = new RTCOfferOptions();
        options.iceRestart = restart;
        if (restart)
            gathered = new CompletableFuture<>();
        var created = created(observer -> connection.createOffer(options, observer));
        if (restart || connection.getLocalDescription() == null)
            return created.thenCompose(this::local);
        return created.thenApplyAsync(offer -> {
            offered = Optional.of(offer);
            return offer.sdp; // with the addresses of before
        }, worker);
    }

    CompletableFuture<String> answer(String offer, boolean hold) {
        return remote(RTCSdpType.OFFER, offer).thenComposeAsync(_ -> {
            direct(hold);
            return created(observer -> connection.createAnswer(new RTCAnswerOptions(), observer));
        }, worker).thenCompose(this::local);
    }

    CompletableFuture<String> accept(String answer, boolean notLast) {
        var sdp = answer.isEmpty() ? early : answer;
        if (sdp.isEmpty())
            return CompletableFuture.failedFuture(new IllegalStateException("no description in the answer"));
        if (notLast)
            early = sdp;
        var known = offered.map(this::set).orElseGet(() -> CompletableFuture.completedFuture(null));
        offered = Optional.empty();
        return known.thenComposeAsync(_ -> remote(notLast ? RTCSdpType.PR_ANSWER : RTCSdpType.ANSWER, sdp), worker).thenApply(_ -> "");
    }

    void takeBack() {
        if (offered.isPresent()) {
            offered = Optional.empty();
            restore();
        } else if (connection.getSignalingState() == RTCSignalingState.HAVE_LOCAL_OFFER) {
            set(new RTCSessionDescription(RTCSdpType.ROLLBACK, "")).thenRunAsync(this::restore, worker);
        }
    }

    private void restore() {
        if (closed)
            return;
        direct(heldBefore);
        video.takenBack();
    }

    void mute(boolean on) {
        muted = on;
        openMicrophone();
    }

    /** Again where microphones came or went. */
    void openMicrophone() {
        heardByOther = devices.filter(AudioDevices::hasMicrophone).isPresent() && !muted && !held;
        track.setEnabled(heardByOther);
    }

    /** Keys that are pressed before media is connected are sent once it is: until then the library drops them. */
    void press(String key) {
        if (pressed.length() < MOST_KEYS)
            pressed.append(key);
        sendKeys();
    }

    private void sendKeys() {
        if (pressed.isEmpty() || connection.getConnectionState() != RTCPeerConnectionState.CONNECTED)
            return;
        var keys = sender.getDtmfSender();
        keys.insertDtmf(keys.tones() + pressed, KEY_MS, BETWEEN_KEYS_MS); // what waits would be lost
        pressed.setLength(0);
    }

    void close() {
        closed = true;
        video.close();
        connection.close();
    }

    /** On hold nothing is heard and nothing said (RFC 3264 §8.4). */
    private void direct(boolean hold) {
        held = hold;
        openMicrophone();
        for (RTCRtpTransceiver each : connection.getTransceivers()) {
            if (CallVideo.isVideo(each)) {
                video.direct(each, hold);
                continue;
            }
            each.getReceiver().getTrack().setEnabled(!hold);
            each.setDirection(hold ? RTCRtpTransceiverDirection.SEND_ONLY : RTCRtpTransceiverDirection.SEND_RECV);
        }
    }

    private CompletableFuture<Void> set(RTCSessionDescription local) {
        var set = new CompletableFuture<Void>();
        connection.setLocalDescription(local, new Set(set));
        return set;
    }

    private CompletableFuture<String> local(RTCSessionDescription description) {
        return set(description).thenCompose(_ -> gathered.copy().completeOnTimeout(null, GATHER_MS, TimeUnit.MILLISECONDS))
                .thenApplyAsync(_ -> connection.getLocalDescription().sdp, worker);
    }

    private CompletableFuture<Void> remote(RTCSdpType type, String sdp) {
        var set = new CompletableFuture<Void>();
        connection.setRemoteDescription(new RTCSessionDescription(type, H264Level.asymmetric(sdp)), new Set(set));
        return set;
    }

    private static CompletableFuture<RTCSessionDescription> created(Consumer<CreateSessionDescriptionObserver> begin) {
        var created = new CompletableFuture<RTCSessionDescription>();
        begin.accept(new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                created.complete(description);
            }

            @Override
            public void onFailure(String error) {
                created.completeExceptionally(new IllegalStateException(error));
            }
        });
        return created;
    }

    private record Set(CompletableFuture<Void> done) implements SetSessionDescriptionObserver {
        @Override
        public void onSuccess() {
            done.complete(null);
        }

        @Override
        public void onFailure(String error) {
            done.completeExceptionally(new IllegalStateException(error));
        }
    }

    /** Totals since the call began, by names of our own; on a thread of the library. */
    void statistics(Consumer<Map<String, String>> to) {
        connection.getStats(report -> {
            var values = new HashMap<String, String>();
            var heard = Optional.<RTCStats>empty();
            double target = Double.MAX_VALUE;
            for (RTCStats each : report.getStats().values()) {
                var known = each.getAttributes();
                if ("video".equals(known.get("kind"))) {
                    CallVideo.measure(each, report.getStats(), values);
                    continue;
                }
                switch (each.getType()) {
                    case INBOUND_RTP -> {
                        put(values, "received", known.get("packetsReceived"));
                        put(values, "lost", known.get("packetsLost"));
                        put(values, "jitter", known.get("jitter"));
                        put(values, "levelIn", known.get("audioLevel"));
                        if (devices.isPresent()) { // nobody hears what a buffer without them does
                            put(values, "buffered", known.get("jitterBufferDelay"));
                            put(values, "emitted", known.get("jitterBufferEmittedCount"));
                        }
                        putCodec(values, "codec", known, report.getStats());
                    }
                    case OUTBOUND_RTP -> {
                        putCodec(values, "codecOut", known, report.getStats());
                        if (known.get("targetBitrate") instanceof Number rate)
                            target = rate.doubleValue();
                    }
                    case MEDIA_SOURCE -> put(values, "levelOut", heardByOther ? known.get("audioLevel") : 0.0);
                    case REMOTE_INBOUND_RTP -> {
                        heard = Optional.of(each);
                        put(values, "roundTrip", known.get("roundTripTime"));
                        put(values, "lossOut", known.get("fractionLost"));
                        put(values, "jitterOut", known.get("jitter"));
                    }
                    case CANDIDATE_PAIR -> {
                        put(values, "pathRoundTrip", known.get("currentRoundTripTime"));
                        put(values, "available", known.get("availableOutgoingBitrate"));
                    }
                    default -> { }
                }
            }
            to.accept(values);
            if (heard.isPresent() && OPUS.equalsIgnoreCase(values.get("codecOut"))) {
                var last = heard.get();
                double rateNow = target;
                worker.execute(() -> adapt(last, rateNow));
            }
        });
    }

    /** To the loss that the other side reports. A rate above the library's own, which is lower where the other side hears no more, is none. */
    private void adapt(RTCStats report, double rateNow) {
        if (closed || report.getTimestamp() == reported || !(report.getAttributes().get("fractionLost") instanceof Number loss))
            return;
        reported = report.getTimestamp();
        var wanted = rate.next(loss.doubleValue());
        var parameters = sender.getParameters();
        if (parameters.encodings.isEmpty())
            return;
        var encoding = parameters.encodings.getFirst();
        if (encoding.maxBitrate == null)
            chosen = rateNow;
        var most = wanted.isPresent() && wanted.getAsInt() < chosen ? Integer.valueOf(wanted.getAsInt()) : null;
        if (Objects.equals(encoding.maxBitrate, most))
            return;
        encoding.maxBitrate = most;
        CallVideo.apply(sender, parameters);
    }

    private static void putCodec(Map<String, String> values, String name, Map<String, Object> known, Map<String, RTCStats> all) {
        var codec = all.get(String.valueOf(known.get("codecId")));
        if (codec != null)
            put(values, name, codec.getAttributes().get("mimeType"));
    }

    private static void put(Map<String, String> values, String name, Object value) {
        if (value != null)
            values.put(name, value.toString());
    }
}
