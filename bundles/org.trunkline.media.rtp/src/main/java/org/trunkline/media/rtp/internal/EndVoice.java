package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.media.audio.Sound;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.Resampler;
import org.trunkline.media.audio.mix.MixFormat;
import org.trunkline.media.rtp.internal.convert.CodingThread;
import org.trunkline.media.rtp.internal.meter.RtpPacket;

/**
 * How the node's end of a media line speaks and hears in one format. The loop hands it work; coders are touched by its coding thread
 * only, which for G.711 is the loop.
 */
final class EndVoice {
    private static final int LARGEST_PAYLOAD = 1275;
    /** Of loss that is concealed; a longer gap stays one. */
    private static final int MOST_CONCEALED_MILLIS = 100;

    /** Hears the caller. */
    interface Listener {
        /** @param timestamp of the first sample, on the voice's clock @param samples at {@link Sound#RATE} */
        void heard(int timestamp, short[] samples);
    }

    private final MixFormat mixed;
    private final int clockRate;
    private final CodingThread thread;
    private final Consumer<Runnable> back;
    private @Nullable Speaking speaking;
    private @Nullable Hearing hearing;
    private EncoderTuning tuning = EncoderTuning.UNKNOWN;
    /** That the encoder has, or gets by what waits: the loop's alone. */
    private EncoderTuning offered = EncoderTuning.UNKNOWN;
    private boolean closed;

    /** Turns frames into payloads. */
    private final class Speaking {
        private final AudioCodec.Encoder encoder = mixed.encoder();
        private final int packet = mixed.rate() * mixed.packetMillis() / 1000;
        /** A packet, and a frame of 20 ms that does not fit. */
        private final short[] waiting = new short[packet + mixed.rate() / 50 + 2];
        private final ByteBuffer payload = ByteBuffer.allocate(LARGEST_PAYLOAD);
        private @Nullable Resampler resampler;
        private int count;

        Speaking() {
            encoder.tune(tuning);
        }

        void say(short[] frame, int rate, Consumer<byte[]> made) {
            if (rate == mixed.rate()) {
                System.arraycopy(frame, 0, waiting, count, frame.length);
                count += frame.length;
            } else {
                if (resampler == null)
                    resampler = new Resampler(rate, mixed.rate());
                count += resampler.convert(frame, frame.length, waiting, count);
            }
            int from = 0;
            for (; count - from >= packet; from += packet) {
                payload.clear();
                encoder.encode(waiting, from, packet, payload);
                byte[] octets = Arrays.copyOf(payload.array(), payload.position());
                back.accept(() -> made.accept(octets));
            }
            count -= from;
            System.arraycopy(waiting, from, waiting, 0, count);
        }
    }

    /** Turns payloads into telephone speech. */
    private final class Hearing {
        private final int rate = mixed.codec().makes(Sound.RATE) ? Sound.RATE : mixed.codec().sampleRate();
        private final AudioCodec.Decoder decoder = mixed.codec().decoder(rate);
        private final @Nullable Resampler resampler = rate == Sound.RATE ? null : new Resampler(rate, Sound.RATE);
        private final short[] decoded = new short[rate * AudioCodec.LONGEST_MILLIS / 1000];
        /** Where the source's clock will be after what was heard. */
        private int expected;

        void hear(ByteBuffer packet, int lost, Listener listener) {
            var payload = RtpPacket.payload(packet);
            int at = packet.getInt(4);
            long missing = (long) (at - expected) * rate / clockRate;
            if (lost > 0 && missing > 0 && missing <= (long) rate * MOST_CONCEALED_MILLIS / 1000) {
                decoder.conceal(payload.duplicate(), decoded, (int) missing);
                give(expected, (int) missing, listener);
            }
            int count = decoder.decode(payload, decoded);
            if (lost >= 0)
                expected = at + (int) ((long) count * clockRate / rate);
            give(at, count, listener);
        }

        private void give(int at, int count, Listener listener) {
            short[] samples = samples(count);
            back.accept(() -> listener.heard(at, samples));
        }

        private short[] samples(int count) {
            if (resampler == null)
                return Arrays.copyOf(decoded, count);
            var samples = new short[resampler.most(count)];
            return Arrays.copyOf(samples, resampler.convert(decoded, count, samples, 0));
        }
    }

    /** @param back has the loop do something */
    EndVoice(MediaEnd.Format format, AudioCodec codec, CodingThread thread, Consumer<Runnable> back) {
        mixed = MixFormat.of(codec, format.highestRate(), (int) format.packet().toMillis()).with(format.parameters());
        clockRate = codec.clockRate();
        this.thread = thread;
        this.back = thread == CodingThread.HERE ? Runnable::run : back;
    }

    /** What it hears of a mix. */
    MixFormat mixed() {
        return mixed;
    }

    AudioCodec codec() {
        return mixed.codec();
    }

    /** Hz of its RTP timestamps. */
    int clockRate() {
        return clockRate;
    }

    /** Of the RTP clock, for each packet that it sends. */
    int packetUnits() {
        return clockRate / 1000 * mixed.packetMillis();
    }

    boolean isWide() {
        return thread != CodingThread.HERE;
    }

    /**
     * Says 20 ms.
     *
     * @param frame is kept where the voice is wide
     * @param made takes each payload that is whole, by the loop
     */
    void say(short[] frame, int rate, Consumer<byte[]> made) {
        thread.offer(() -> {
            if (closed)
                return;
            if (speaking == null)
                speaking = new Speaking();
            speaking.say(frame, rate, made);
        });
    }

    /** What it says from now on is made for that loss; to be said again with each report. */
    void tune(EncoderTuning now) {
        if (!codec().isTunable() || now.equals(offered))
            return;
        boolean taken = thread.offer(() -> {
            if (closed)
                return;
            tuning = now;
            if (speaking != null)
                speaking.encoder.tune(now);
        });
        if (taken)
            offered = now;
    }

    /**
     * Decodes a packet, and conceals what was lost before it. One that is late or comes twice has a place in G.711 only: wide coders
     * go on from what they decoded before.
     *
     * @param packet position 0, is kept
     * @param lost packets just before it; less than 0 where it is late
     * @param listener is called by the loop
     */
    void hear(ByteBuffer packet, int lost, Listener listener) {
        if (lost < 0 && isWide())
            return;
        thread.offer(() -> {
            if (closed)
                return;
            if (hearing == null)
                hearing = new Hearing();
            hearing.hear(packet, lost, listener);
        });
    }

    void close() {
        thread.last(() -> {
            closed = true;
            if (speaking != null)
                speaking.encoder.close();
            if (hearing != null)
                hearing.decoder.close();
        });
    }
}
