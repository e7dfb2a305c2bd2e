package org.trunkline.phone.internal.child;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

import dev.onvoid.webrtc.media.audio.AudioDevice;
import dev.onvoid.webrtc.media.audio.AudioPlayer;

/** Plays tones beside the calls, with a connection of its own to the sound server. On the thread of the sound. */
final class TonePlayer {
    private Tone tone = Tone.NONE;
    private Optional<AudioPlayer> player = Optional.empty();

    /** Until another tone is wanted. */
    void play(Tone wanted, AudioDevices devices) {
        if (wanted == tone)
            return;
        tone = wanted;
        player.ifPresent(AudioPlayer::stop);
        player = wanted == Tone.NONE ? Optional.empty()
                : (wanted == Tone.INCOMING ? devices.ring() : devices.loudspeaker()).map(device -> start(new AudioPlayer(), device, wanted::sample));
    }

    /** @param sample by seconds since the start, -1 to 1 */
    static AudioPlayer start(AudioPlayer player, AudioDevice device, DoubleUnaryOperator sample) {
        player.setAudioDevice(device);
        var position = new long[1];
        player.setAudioSource((bytes, samples, bytesPerSample, channels, rate) -> {
            int frames = Math.min(samples, bytes.length / (2 * channels));
            for (int i = 0; i < frames; i++) {
                int value = (int) Math.round(Math.clamp(sample.applyAsDouble(position[0]++ / (double) rate), -1, 1) * Short.MAX_VALUE);
                for (int c = 0; c < channels; c++) {
                    bytes[2 * (i * channels + c)] = (byte) value;
                    bytes[2 * (i * channels + c) + 1] = (byte) (value >> 8);
                }
            }
            return frames;
        });
        player.start();
        return player;
    }
}
