package org.trunkline.phone.internal.child;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.onvoid.webrtc.media.audio.AudioDevice;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;

/**
 * Microphones and loudspeakers: which there are, which are chosen, which are in use. When one in use goes away, the library
 * does not move to another: this does. On the thread of the sound.
 */
final class AudioDevices {
    /** The entry for whatever the system prefers; it comes first and names that device. */
    private static final Pattern PREFERRED = Pattern.compile("(?i)(default|communications)\\b.*");

    private final AudioDeviceModule module;
    private final Outlet outlet;
    private String microphone = "";
    private String loudspeaker = "";
    private String ring = "";
    private Optional<AudioDevice> recording = Optional.empty();
    private Optional<AudioDevice> playing = Optional.empty();
    private List<AudioDevice> microphones = List.of();
    private List<AudioDevice> loudspeakers = List.of();

    AudioDevices(AudioDeviceModule module, Outlet outlet) {
        this.module = module;
        this.outlet = outlet;
        read();
    }

    private void read() {
        microphones = List.copyOf(module.getRecordingDevices());
        loudspeakers = List.copyOf(module.getPlayoutDevices());
    }

    void choose(String microphone, String loudspeaker, String ring) {
        this.microphone = microphone;
        this.loudspeaker = loudspeaker;
        this.ring = ring;
    }

    boolean isMicrophoneMuted() {
        return module.isMicrophoneMuted();
    }

    Optional<AudioDevice> microphone() {
        return pick(microphones, microphone);
    }

    Optional<AudioDevice> loudspeaker() {
        return pick(loudspeakers, loudspeaker);
    }

    Optional<AudioDevice> ring() {
        return ring.isEmpty() ? loudspeaker() : pick(loudspeakers, ring);
    }

    private static Optional<AudioDevice> pick(List<AudioDevice> devices, String id) {
        return devices.stream().filter(each -> id(each).equals(id)).findFirst().or(() -> devices.stream().findFirst());
    }

    /** Empty on Linux, where the library always takes the device that the system prefers. */
    private static String id(AudioDevice device) {
        return device.getDescriptor() == null ? "" : device.getDescriptor();
    }

    /** Looks again, and moves to other devices where those in use are gone. @param live whether a call is heard */
    void refresh(boolean live) {
        var before = List.of(microphones, loudspeakers);
        read();
        if (!before.equals(List.of(microphones, loudspeakers)))
            tell();
        use(live);
    }

    /** Goes over to the devices that are chosen, where others are in use. */
    void use(boolean live) {
        var next = loudspeaker();
        if (!same(playing, next)) {
            moved(live, "loudspeaker", playing, next, loudspeakers);
            playing = next;
            next.ifPresent(device -> {
                module.stopPlayout();
                module.setPlayoutDevice(device);
                module.initPlayout();
                if (live)
                    module.startPlayout();
            });
        }
        next = microphone();
        if (!same(recording, next)) {
            moved(live, "microphone", recording, next, microphones);
            recording = next;
            next.ifPresent(device -> {
                module.stopRecording();
                module.setRecordingDevice(device);
                module.initRecording();
                if (live)
                    module.startRecording();
            });
        }
    }

    private static boolean same(Optional<AudioDevice> one, Optional<AudioDevice> other) {
        return Objects.equals(one.map(AudioDevice::getName), other.map(AudioDevice::getName))
                && Objects.equals(one.map(AudioDevices::id), other.map(AudioDevices::id));
    }

    private void moved(boolean live, String use, Optional<AudioDevice> from, Optional<AudioDevice> to, List<AudioDevice> there) {
        boolean gone = from.isPresent() && there.stream().noneMatch(each -> each.getName().equals(from.get().getName()));
        if (live && gone)
            outlet.tell("moved", "use", use, "from", shown(from), "to", shown(to));
    }

    private static String shown(Optional<AudioDevice> device) {
        return device.map(it -> it.getName().replaceFirst("(?i)^(default|communications)(: | - )", "")).orElse("");
    }

    void tell() {
        outlet.tell("devices", "microphones", listed(microphones), "loudspeakers", listed(loudspeakers));
    }

    /** Lines of id and name, with a unit separator between. */
    private static String listed(List<AudioDevice> devices) {
        var text = new StringBuilder();
        for (var each : devices)
            if (!PREFERRED.matcher(each.getName()).matches())
                text.append(id(each)).append('\u001f').append(each.getName()).append('\n');
        return text.toString();
    }
}
