package org.trunkline.phone.internal.child;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.onvoid.webrtc.media.audio.AudioTrackSource;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;

/**
 * What calls say where nothing can be recorded: packets go out all the same, as others expect of a call. The library's headless device would
 * make them too, but plays and records on two threads that ask for the sound of all calls at the same time, and so ends the process within
 * a minute (webrtc-java 0.14.0).
 */
final class Silence {
    private static final int RATE = 48_000;
    private static final int MILLIS = 10;
    private static final int BITS = 16;
    private static final int FRAMES = RATE * MILLIS / 1000;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "silence");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, CustomAudioSource> calls = new HashMap<>();
    private final byte[] nothing = new byte[FRAMES * BITS / 8];
    private Optional<Future<?>> pushing = Optional.empty();

    /** For the track of a call, before {@link #begin}. */
    CustomAudioSource source() {
        return new CustomAudioSource();
    }

    /** From now on the track must not come or go: the library would change a list that is being read. */
    synchronized void begin(String call, AudioTrackSource source) {
        calls.put(call, (CustomAudioSource) source);
        if (pushing.isEmpty())
            pushing = Optional.of(clock.scheduleAtFixedRate(this::push, MILLIS, MILLIS, TimeUnit.MILLISECONDS));
    }

    private synchronized void push() {
        calls.values().forEach(it -> it.pushAudio(nothing, BITS, RATE, 1, FRAMES));
    }

    /** Before the call is closed. Again does nothing. */
    synchronized void end(String call) {
        calls.remove(call);
        if (calls.isEmpty()) {
            pushing.ifPresent(it -> it.cancel(false));
            pushing = Optional.empty();
        }
    }
}
