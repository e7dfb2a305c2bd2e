package org.trunkline.phone.internal.child;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.phone.internal.child.pulse.PulseStreams;

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
    /** Where the library cannot choose itself. */
    private final Optional<PulseStreams> streams;
    private String microphone = "";
    private String loudspeaker = "";
    private String ring = "";
    private Optional<AudioDevice> recording = Optional.empty();
    private Optional<AudioDevice> playing = Optional.empty();
    /** What the library uses for them. */
    private Optional<AudioDevice> recordingBy = Optional.empty();
    private Optional<AudioDevice> playingBy = Optional.empty();
    private List<AudioDevice> microphones = List.of();
    private List<AudioDevice> loudspeakers = List.of();

    AudioDevices(AudioDeviceModule module, Outlet outlet, Optional<PulseStreams> streams) {
        this.module = module;
        this.outlet = outlet;
        this.streams = streams;
        read();
    }

    private void read() {
        var recorders = module.getRecordingDevices();
        var players = module.getPlayoutDevices();
        microphones = streams.map(it -> it.microphones(recorders)).orElseGet(() -> List.copyOf(recorders));
        loudspeakers = streams.map(it -> it.loudspeakers(players)).orElseGet(() -> List.copyOf(players));
    }

    void choose(String microphone, String loudspeaker, String ring) {
        this.microphone = microphone;
        this.loudspeaker = loudspeaker;
        this.ring = ring;
    }

    /** Without one the sound server records what a loudspeaker plays. */
    boolean hasMicrophone() {
        return !microphones.isEmpty();
    }

    /** In the system, also by a volume of 0. The library knows only of a mute, and only of the microphone that the system prefers. */
    boolean isMicrophoneMuted() {
        return streams.flatMap(it -> it.isMuted(there(microphones, microphone))).orElseGet(module::isMicrophoneMuted);
    }

    /** For a player or recorder of the library, as the next two. */
    Optional<AudioDevice> microphone() {
        return pick(microphones, microphone).map(it -> ofLibrary(it, microphones));
    }

    Optional<AudioDevice> loudspeaker() {
        return pick(loudspeakers, loudspeaker).map(it -> ofLibrary(it, loudspeakers));
    }

    Optional<AudioDevice> ring() {
        return ring.isEmpty() ? loudspeaker() : pick(loudspeakers, ring).map(it -> ofLibrary(it, loudspeakers));
    }

    /** What stands for a device that only the server knows. */
    private static AudioDevice ofLibrary(AudioDevice device, List<AudioDevice> devices) {
        return device instanceof PulseStreams.Named ? devices.getFirst() : device;
    }

    /** Whether streams have to be led to their devices, as they come. */
    boolean leads() {
        return streams.isPresent();
    }

    void lead() {
        streams.ifPresent(it -> it.lead(there(microphones, microphone), there(loudspeakers, loudspeaker),
                there(loudspeakers, ring.isEmpty() ? loudspeaker : ring)));
    }

    /** A device that is away is the preferred one meanwhile. */
    private static String there(List<AudioDevice> devices, String id) {
        return devices.stream().anyMatch(each -> id(each).equals(id)) ? id : "";
    }

    /** @param begins whether the next stream is the ring */
    void rings(boolean begins) {
        streams.ifPresent(begins ? PulseStreams::rings : PulseStreams::ringsNoMore);
    }

    private static Optional<AudioDevice> pick(List<AudioDevice> devices, String id) {
        return devices.stream().filter(each -> id(each).equals(id)).findFirst().or(() -> devices.stream().findFirst());
    }

    /** Empty for the one that the system prefers on Linux. */
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
        lead();
        var next = pick(loudspeakers, loudspeaker);
        if (!same(playing, next)) {
            moved(live, "loudspeaker", playing, next, loudspeakers);
            playing = next;
        }
        next = loudspeaker();
        if (!same(playingBy, next)) {
            playingBy = next;
            next.ifPresent(device -> {
                module.stopPlayout();
                module.setPlayoutDevice(device);
                module.initPlayout();
                if (live)
                    module.startPlayout();
            });
        }
        next = pick(microphones, microphone);
        if (!same(recording, next)) {
            moved(live, "microphone", recording, next, microphones);
            recording = next;
        }
        next = microphone();
        if (!same(recordingBy, next)) {
            recordingBy = next;
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
