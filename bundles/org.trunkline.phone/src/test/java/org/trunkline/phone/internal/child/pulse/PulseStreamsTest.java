package org.trunkline.phone.internal.child.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.onvoid.webrtc.media.audio.AudioDevice;

/** With a server of the test's own; {@code desk_phone_calls} uses a real one. */
class PulseStreamsTest implements SoundServer {
    private static final AudioDevice SYSTEM = new PulseStreams.Named(new Device("", "default: Headset"));

    private final List<Device> microphones = new ArrayList<>(List.of(new Device("headset", "Headset"), new Device("desk", "Desk")));
    private final Map<String, Boolean> muted = new HashMap<>(Map.of("@DEFAULT_SOURCE@", false, "headset", false, "desk", true));
    private final PulseStreams streams = new PulseStreams(() -> this);

    private static List<String> ids(List<AudioDevice> devices) {
        return devices.stream().map(AudioDevice::getDescriptor).toList();
    }

    @Test
    void aMicrophoneIsMutedWhenTheServerSaysSoOfTheChosenOne() {
        assertEquals(Optional.of(true), streams.isMuted("desk"));
        assertEquals(Optional.of(false), streams.isMuted("headset"));
        assertEquals(Optional.of(false), streams.isMuted(""));
        muted.put("@DEFAULT_SOURCE@", true);
        assertEquals(Optional.of(true), streams.isMuted(""));
        assertEquals(Optional.empty(), streams.isMuted("gone"));
    }

    @Test
    void theLibrarysMicrophoneIsNoneWhereTheServerHasNone() {
        assertEquals(List.of("", "headset", "desk"), ids(streams.microphones(List.of(SYSTEM))));
        microphones.clear();
        assertEquals(List.of(), streams.microphones(List.of(SYSTEM)));
        assertEquals(List.of("", "speaker"), ids(streams.loudspeakers(List.of(SYSTEM))));
    }

    @Test
    void withoutAServerTheLibrarysListCountsAndItIsLookedForAgain() {
        var tried = new AtomicInteger();
        var none = new PulseStreams(() -> {
            tried.incrementAndGet();
            throw new IllegalStateException("no sound server");
        });
        assertEquals(List.of(SYSTEM), none.loudspeakers(List.of(SYSTEM)));
        assertEquals(List.of(SYSTEM), none.microphones(List.of(SYSTEM)));
        assertEquals(Optional.empty(), none.isMuted(""));
        none.rings();
        none.lead("", "headset", "speaker");
        none.ringsNoMore();
        assertEquals(5, tried.get());
    }

    @Override
    public List<Device> loudspeakers() {
        return List.of(new Device("speaker", "Speaker"));
    }

    @Override
    public List<Device> microphones() {
        return microphones;
    }

    @Override
    public Optional<Boolean> isMuted(String microphone) {
        return Optional.ofNullable(muted.get(microphone));
    }

    @Override
    public List<Integer> playing() {
        return List.of();
    }

    @Override
    public List<Integer> recording() {
        return List.of();
    }

    @Override
    public void play(int stream, String loudspeaker) {
        throw new AssertionError(loudspeaker);
    }

    @Override
    public void record(int stream, String microphone) {
        throw new AssertionError(microphone);
    }

    @Override
    public void close() {
        throw new AssertionError("the server is there");
    }
}
