package org.trunkline.media.audio.mix;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.media.audio.codec.AudioCodec;

/**
 * What several callers say, added to samples that are there already, as many as these are: each comes in packets and through a jitter buffer
 * of its own.
 *
 * <p><b>Threads:</b> {@link #join} and {@link Voice#take} by any, all else by one at a time.
 */
public final class Voices implements AutoCloseable {
    private final List<Voice> all = new CopyOnWriteArrayList<>();
    private volatile int rate;

    /** @param rate samples a second at first */
    public Voices(int rate) {
        this.rate = rate;
    }

    /** One more is heard. */
    public Voice join() {
        var voice = new Voice(rate);
        all.add(voice);
        return voice;
    }

    /** Again does nothing. */
    public void leave(Voice voice) {
        if (all.remove(voice))
            voice.inlet.close();
    }

    /** Adds what is due of all. Above 3/4 of full scale the sum is bent, never cut. @param now samples a second that these are */
    public void add(short[] samples, int count, int now) {
        rate = now;
        for (var voice : all)
            voice.add(samples, count, now);
    }

    /** Frees the decoders of all. */
    @Override
    public void close() {
        all.forEach(this::leave);
    }

    /** One of them. */
    public static final class Voice {
        private final Inlet inlet;
        private int rate;
        private short[] frame;
        /** Of the frame: what was added already. */
        private int used;

        private Voice(int rate) {
            inlet = new Inlet(rate);
            this.rate = rate;
            frame = frame(rate);
            used = frame.length;
        }

        private static short[] frame(int rate) {
            return new short[rate * Mix.FRAME_MILLIS / 1000];
        }

        /**
         * A packet of the caller's; dropped where too many wait.
         *
         * @param payload is kept
         * @param nanos when it came
         */
        public void take(AudioCodec of, int ssrc, int sequence, int timestamp, ByteBuffer payload, long nanos) {
            inlet.take(of, ssrc, sequence, timestamp, payload, nanos);
        }

        private void add(short[] samples, int count, int now) {
            if (now != rate) {
                rate = now;
                inlet.rate(now);
                frame = frame(now);
                used = frame.length;
            }
            for (int i = 0; i < count; i++) {
                if (used == frame.length) {
                    inlet.read(frame, false);
                    used = 0;
                }
                samples[i] = Mix.soft(samples[i] + frame[used++]);
            }
        }
    }
}
