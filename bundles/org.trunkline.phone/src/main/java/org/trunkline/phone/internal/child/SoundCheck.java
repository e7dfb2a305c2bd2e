package org.trunkline.phone.internal.child;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.onvoid.webrtc.media.audio.AudioPlayer;
import dev.onvoid.webrtc.media.audio.AudioRecorder;

/** Records three seconds, plays them back after a short tone, and judges both the recording and what comes back of the tone. */
final class SoundCheck {
    private static final int SECONDS = 3;
    private static final double PAUSE = 0.15;
    private static final long PLAYED_MS = Math.round(1000 * (SECONDS + Echo.SECONDS + PAUSE));

    private final AudioDevices devices;
    private final Outlet outlet;
    private final ScheduledExecutorService worker;
    private final Recording recording = new Recording(SECONDS);
    private final Recording echo = new Recording(2);
    private volatile Recording into = recording;

    SoundCheck(AudioDevices devices, Outlet outlet, ScheduledExecutorService worker) {
        this.devices = devices;
        this.outlet = outlet;
        this.worker = worker;
    }

    void begin() {
        var microphone = devices.microphone();
        if (microphone.isEmpty()) {
            done("no-microphone");
            return;
        }
        var recorder = new AudioRecorder();
        recorder.setAudioSink((samples, count, bytesPerSample, channels, rate, delay, drift) -> into.add(samples, channels, rate));
        if (!works(() -> {
            recorder.setAudioDevice(microphone.get());
            recorder.start();
        })) {
            done("nothing");
            return;
        }
        for (int ms = 200; ms < SECONDS * 1000; ms += 200)
            worker.schedule(() -> outlet.tell("test", "state", "RECORDING", "level", recording.level()), ms, TimeUnit.MILLISECONDS);
        worker.schedule(() -> playBack(recorder), SECONDS, TimeUnit.SECONDS);
    }

    /** The library throws an Error for a device that is gone. */
    private boolean works(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Error | RuntimeException e) {
            outlet.tell("error", "reason", String.valueOf(e));
            return false;
        }
    }

    private void playBack(AudioRecorder recorder) {
        var loudspeaker = devices.loudspeaker();
        if (loudspeaker.isEmpty()) {
            works(recorder::stop);
            done("no-loudspeaker");
            return;
        }
        outlet.tell("test", "state", "PLAYING", "level", recording.peak());
        var player = new AudioPlayer();
        if (!works(() -> TonePlayer.start(player, loudspeaker.get(), this::playedAt))) {
            works(recorder::stop);
            done("no-loudspeaker");
            return;
        }
        worker.schedule(() -> {
            works(player::stop);
            works(recorder::stop);
            judge();
        }, PLAYED_MS, TimeUnit.MILLISECONDS);
    }

    /** What the loudspeaker is to play; what the microphone hears of it is recorded from then on. */
    private double playedAt(double seconds) {
        if (seconds == 0)
            into = echo;
        double since = seconds - Echo.SECONDS - PAUSE;
        return since < 0 ? Echo.tone(seconds) : recording.at(since);
    }

    private void judge() {
        var verdict = devices.isMicrophoneMuted() ? "muted" : recording.verdict();
        var found = verdict.equals("good") ? Echo.find(echo.reduced(Echo.HERTZ)) : Optional.<Echo>empty();
        found.ifPresentOrElse(it -> outlet.tell("test", "state", "DONE", "level", recording.peak(), "verdict", it.verdict(), "delay", it.delayMs()),
                () -> done(verdict));
    }

    private void done(String verdict) {
        outlet.tell("test", "state", "DONE", "level", recording.peak(), "verdict", verdict);
    }
}
