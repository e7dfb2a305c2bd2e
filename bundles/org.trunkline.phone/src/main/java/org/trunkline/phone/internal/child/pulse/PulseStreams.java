package org.trunkline.phone.internal.child.pulse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.onvoid.webrtc.media.audio.AudioDevice;

/**
 * Devices on Linux. The library always uses the one that the server prefers; the server is asked to lead its streams elsewhere. On the thread of the
 * sound.
 */
public final class PulseStreams {
    /** What the server takes for the device that it prefers. */
    private static final String PREFERRED_SINK = "@DEFAULT_SINK@";
    private static final String PREFERRED_SOURCE = "@DEFAULT_SOURCE@";

    /** As the library describes its own. */
    public static final class Named extends AudioDevice {
        Named(SoundServer.Device device) {
            super(device.name(), device.id());
        }
    }

    private final Supplier<? extends SoundServer> connector;
    private Optional<SoundServer> server = Optional.empty();
    /** Where each stream was led; those that were not are where the server put them. */
    private final Map<Integer, String> playing = new HashMap<>();
    private final Map<Integer, String> recording = new HashMap<>();
    /** Streams that were there before it rang; empty while it does not. */
    private Optional<Set<Integer>> beforeRing = Optional.empty();
    private Optional<Integer> ring = Optional.empty();

    /** @param connector throws an IllegalStateException without server */
    PulseStreams(Supplier<? extends SoundServer> connector) {
        this.connector = connector;
    }

    /** Empty where this is no Linux, or its sound server cannot be asked. */
    public static Optional<PulseStreams> find() {
        if (!System.getProperty("os.name").startsWith("Linux"))
            return Optional.empty();
        var streams = new PulseStreams(PulseServer::new);
        return streams.asked(SoundServer::loudspeakers).filter(all -> !all.isEmpty()).map(_ -> streams);
    }

    /** @param library its own list @return the device that the system prefers, then those that can be chosen; empty where there is none */
    public List<AudioDevice> loudspeakers(List<AudioDevice> library) {
        return offered(library, SoundServer::loudspeakers);
    }

    /** As {@link #loudspeakers}. The library also takes the monitor of a loudspeaker for a microphone. */
    public List<AudioDevice> microphones(List<AudioDevice> library) {
        return offered(library, SoundServer::microphones);
    }

    private List<AudioDevice> offered(List<AudioDevice> library, Function<SoundServer, List<SoundServer.Device>> list) {
        return asked(list).map(there -> {
            var all = new ArrayList<AudioDevice>();
            if (!there.isEmpty())
                library.stream().findFirst().ifPresent(all::add);
            there.forEach(each -> all.add(new Named(each)));
            return List.copyOf(all);
        }).orElseGet(() -> List.copyOf(library));
    }

    /** @param microphone empty for the one that the server prefers @return empty where the server cannot be asked */
    public Optional<Boolean> isMuted(String microphone) {
        return asked(it -> it.isMuted(microphone.isEmpty() ? PREFERRED_SOURCE : microphone)).flatMap(Function.identity());
    }

    /** The next stream that plays is the ring. */
    public void rings() {
        ring = Optional.empty();
        with(it -> beforeRing = Optional.of(new HashSet<>(it.playing())));
    }

    public void ringsNoMore() {
        ring = Optional.empty();
        beforeRing = Optional.empty();
    }

    /** Leads each stream to its device. Each id is empty for the device that the server prefers. */
    public void lead(String microphone, String loudspeaker, String ringing) {
        with(it -> {
            var now = it.playing();
            if (ring.isEmpty() && beforeRing.isPresent())
                ring = now.stream().filter(stream -> !beforeRing.get().contains(stream)).findFirst();
            playing.keySet().retainAll(now);
            for (int stream : now)
                lead(playing, stream, ring.filter(id -> id == stream).isPresent() ? ringing : loudspeaker, PREFERRED_SINK, device -> it.play(stream, device));
            now = it.recording();
            recording.keySet().retainAll(now);
            for (int stream : now)
                lead(recording, stream, microphone, PREFERRED_SOURCE, device -> it.record(stream, device));
        });
    }

    private static void lead(Map<Integer, String> led, int stream, String device, String preferred, Consumer<String> move) {
        if (led.getOrDefault(stream, "").equals(device))
            return;
        move.accept(device.isEmpty() ? preferred : device);
        led.put(stream, device);
    }

    /** With a server that is gone nothing happens; the next time another one is looked for. */
    private void with(Consumer<SoundServer> work) {
        asked(it -> {
            work.accept(it);
            return true;
        });
    }

    private <T> Optional<T> asked(Function<SoundServer, T> question) {
        try {
            if (server.isEmpty())
                server = Optional.of(connector.get());
            return Optional.of(question.apply(server.get()));
        } catch (IllegalStateException e) {
            server.ifPresent(SoundServer::close);
            server = Optional.empty();
            playing.clear();
            recording.clear();
            return Optional.empty();
        }
    }
}
