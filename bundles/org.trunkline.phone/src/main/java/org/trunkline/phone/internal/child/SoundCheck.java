package org.trunkline.phone.internal.child;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.onvoid.webrtc.media.audio.AudioPlayer;
import dev.onvoid.webrtc.media.audio.AudioRecorder;

/** Records three seconds, plays them back, and judges them. */
final class SoundCheck {
    private static final int SECONDS = 3;

    private final AudioDevices devices;
    private final Outlet outlet;
    private final ScheduledExecutorService worker;
    private final Recording recording = new Recording(SECONDS);

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
        recorder.setAudioSink((samples, count, bytesPerSample, channels, rate, delay, drift) -> recording.add(samples, channels, rate));
        if (!works(() -> {
            recorder.setAudioDevice(microphone.get());
            recorder.start();
        })) {
            done("nothing");
            return;
        }
        for (int ms = 200; ms < SECONDS * 1000; ms += 200)
            worker.schedule(() -> outlet.tell("test", "state", "RECORDING", "level", recording.level()), ms, TimeUnit.MILLISECONDS);
        worker.schedule(() -> {
            works(recorder::stop);
            playBack();
        }, SECONDS, TimeUnit.SECONDS);
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

    private void playBack() {
        var loudspeaker = devices.loudspeaker();
        if (loudspeaker.isEmpty()) {
            done("no-loudspeaker");
            return;
        }
        outlet.tell("test", "state", "PLAYING", "level", recording.peak());
        var player = new AudioPlayer();
        if (!works(() -> TonePlayer.start(player, loudspeaker.get(), recording::at))) {
            done("no-loudspeaker");
            return;
        }
        worker.schedule(() -> {
            works(player::stop);
            done(devices.isMicrophoneMuted() ? "muted" : recording.verdict());
        }, SECONDS, TimeUnit.SECONDS);
    }

    private void done(String verdict) {
        outlet.tell("test", "state", "DONE", "level", recording.peak(), "verdict", verdict);
    }
}
