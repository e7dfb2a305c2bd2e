package org.trunkline.phone.internal.child;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.trunkline.phone.internal.child.keys.KeyGrab;
import org.trunkline.phone.internal.child.pulse.PulseStreams;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.media.Device;
import dev.onvoid.webrtc.media.DeviceChangeListener;
import dev.onvoid.webrtc.media.MediaDevices;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.audio.AudioTrackSource;

/** Does what the desk wants: calls, devices, tones, the sound test. On the thread of the sound. */
final class SoundEngine {
    private static final Set<String> BEGINS_STREAMS = Set.of("offer", "answer", "accept", "choose", "tone", "test");
    /** After what begins a stream; the sound test plays after three seconds. */
    private static final long[] LEADING_MS = {20, 60, 120, 250, 500, 1000, 2000, 3050, 3150};

    private final Outlet outlet;
    private final ScheduledExecutorService worker;
    private final Map<String, WebRtcCall> calls = new HashMap<>();
    private PeerConnectionFactory factory;
    private final VideoEngine video;
    private final KeyGrab keys;
    private AudioTrackSource microphone;
    private Optional<AudioDevices> devices = Optional.empty();
    private Optional<TonePlayer> tones = Optional.empty();
    /** Where there are no devices. */
    private Optional<Silence> silence = Optional.empty();

    SoundEngine(Outlet outlet, ScheduledExecutorService worker) {
        this.outlet = outlet;
        this.worker = worker;
        keys = new KeyGrab(key -> outlet.tell("key", "key", key), this::keysTaken);
        video = new VideoEngine(outlet, worker, id -> call(id).video(), () -> calls.values().stream().map(WebRtcCall::video).toList());
    }

    private void keysTaken(Collection<String> wanted, Map<String, String> refused) {
        outlet.tell("keys-taken", "keys", String.join("\n", wanted), "refused", refused.entrySet().stream().map(it -> it.getKey() + ' ' + it.getValue())
                .collect(Collectors.joining("\n")));
    }

    /** Without a sound server the factory would end the process; so the devices are tried first. */
    void start() {
        try {
            var module = new AudioDeviceModule();
            var found = new AudioDevices(module, outlet, PulseStreams.find());
            found.choose("", "", "");
            factory = new PeerConnectionFactory(module);
            devices = Optional.of(found);
            tones = Optional.of(new TonePlayer());
            MediaDevices.addDeviceChangeListener(new DeviceChangeListener() {
                @Override
                public void deviceConnected(Device device) {
                    changed();
                }

                @Override
                public void deviceDisconnected(Device device) {
                    changed();
                }
            });
            outlet.tell("ready", "sound", true);
        } catch (Error | RuntimeException e) { // the library throws Error where there is no sound server
            factory = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
            silence = Optional.of(new Silence());
            outlet.tell("ready", "sound", false, "reason", String.valueOf(e.getMessage()));
        }
        var options = new AudioOptions();
        options.echoCancellation = true;
        options.noiseSuppression = true;
        options.autoGainControl = true;
        options.highpassFilter = true;
        microphone = factory.createAudioSource(options);
        devices.ifPresent(AudioDevices::tell);
    }

    private void changed() {
        worker.execute(this::refresh);
    }

    private void refresh() {
        devices.ifPresent(it -> it.refresh(!calls.isEmpty()));
        calls.values().forEach(WebRtcCall::openMicrophone);
    }

    void everySecond() {
        video.everySecond();
        if (calls.isEmpty())
            return;
        refresh();
        calls.forEach((id, call) -> {
            call.video().fit();
            call.statistics(values -> outlet.tell(new SoundMessage("quality", withCall(id, values))));
        });
    }

    private static Map<String, String> withCall(String id, Map<String, String> values) {
        var all = new HashMap<>(values);
        all.put("call", id);
        return all;
    }

    /** Streams begin somewhat after what they are wanted for. */
    private void leadSoon() {
        devices.filter(AudioDevices::leads).ifPresent(it -> {
            for (long ms : LEADING_MS)
                worker.schedule(it::lead, ms, TimeUnit.MILLISECONDS);
        });
    }

    void obey(SoundMessage command) {
        if (BEGINS_STREAMS.contains(command.what()))
            leadSoon();
        var id = command.text("call");
        switch (command.what()) {
            case "offer" -> reply(command, withVideo(command).offer(command.flag("hold"), command.flag("restart")));
            case "answer" -> reply(command, withVideo(command).answer(command.text("sdp"), command.flag("hold")));
            case "accept" -> reply(command, call(id).accept(command.text("sdp"), command.flag("early")));
            case "take-back" -> present(id).ifPresent(WebRtcCall::takeBack);
            case "mute" -> present(id).ifPresent(it -> it.mute(command.flag("on")));
            case "press" -> present(id).ifPresent(it -> it.press(command.text("key")));
            case "close" -> {
                video.ended(id);
                silence.ifPresent(it -> it.end(id));
                Optional.ofNullable(calls.remove(id)).ifPresent(WebRtcCall::close);
            }
            case "choose" -> devices.ifPresent(it -> {
                it.choose(command.text("microphone"), command.text("loudspeaker"), command.text("ring"));
                it.use(!calls.isEmpty());
            });
            case "tone" -> tones.ifPresent(player -> devices.ifPresent(it -> {
                var tone = Tone.valueOf(command.text("tone"));
                it.rings(tone == Tone.INCOMING);
                player.play(tone, it);
                it.lead();
            }));
            case "test" -> test();
            case "keys" -> {
                var wanted = command.text("keys").lines().toList();
                keysTaken(wanted, keys.take(wanted));
            }
            default -> {
                if (!video.obey(command, factory))
                    outlet.tell("error", "reason", "unknown command " + command.what());
            }
        }
    }

    private void test() {
        if (devices.isEmpty())
            outlet.tell("test", "state", "DONE", "verdict", "no-sound");
        else {
            refresh(); // they may have changed since the last call
            new SoundCheck(devices.get(), outlet, worker).begin();
        }
    }

    private Optional<WebRtcCall> present(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    private WebRtcCall call(String id) {
        if (calls.isEmpty()) // they may have changed since the last call
            refresh();
        return calls.computeIfAbsent(id, this::begun);
    }

    private WebRtcCall begun(String id) {
        var source = silence.<AudioTrackSource>map(Silence::source).orElse(microphone);
        var call = new WebRtcCall(factory, factory.createAudioTrack("microphone-" + id, source), devices, worker, state -> path(id, state));
        silence.ifPresent(it -> it.begin(id, source));
        return call;
    }

    /** The call, with the video formats that it may have. */
    private WebRtcCall withVideo(SoundMessage command) {
        var call = call(command.text("call"));
        call.video().useH264(command.flag("h264"));
        return call;
    }

    private void path(String call, RTCPeerConnectionState state) {
        switch (state) {
            case CONNECTED -> outlet.tell("path", "call", call, "works", true);
            case DISCONNECTED, FAILED -> outlet.tell("path", "call", call, "works", false);
            default -> { }
        }
    }

    private void reply(SoundMessage command, CompletableFuture<String> result) {
        result.whenComplete((sdp, failure) -> {
            if (failure == null)
                outlet.tell("done", "request", command.text("request"), "sdp", sdp);
            else
                outlet.tell("failed", "request", command.text("request"), "reason", reason(failure));
        });
    }

    private static String reason(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }
}
