package org.trunkline.media.rtp.internal.listen;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.rtp.internal.lay.PacketLayer;

/** Lays the consent tone over the packets of one stream. Not thread-safe. */
final class ToneLayer implements AutoCloseable {
    /** ITU-T E.180, recording tone. */
    static final int HERTZ = 1400;
    static final int MILLIS = 500;
    /** About -16 dBm0: heard beside speech, and no louder than it. */
    static final int AMPLITUDE = 3500;
    /** How long the tone takes to come and to go, so that it does not click. */
    private static final int EDGE_MILLIS = 5;

    private final PacketLayer layer;
    /** Samples of the tone that were laid already. */
    private int position;

    ToneLayer(AudioCodec codec) {
        layer = new PacketLayer(codec, codec.sampleRate(), this::add);
    }

    /** The tone starts with the next packet. */
    void begin() {
        position = 0;
    }

    /** As {@link PacketLayer#follow}. */
    void follow(ByteBuffer packet) {
        layer.follow(packet);
    }

    /** As {@link PacketLayer#lay}. */
    Optional<ByteBuffer> lay(ByteBuffer packet) {
        return layer.lay(packet);
    }

    private void add(short[] samples, int count, int rate) {
        int length = rate / 1000 * MILLIS;
        double edge = rate / 1000.0 * EDGE_MILLIS;
        for (int i = 0; i < count && position < length; i++, position++) {
            double loud = AMPLITUDE * Math.min(1, Math.min(position, length - position) / edge);
            double sum = samples[i] + loud * Math.sin(2 * Math.PI * HERTZ * position / rate);
            samples[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /** As {@link PacketLayer#close}. */
    @Override
    public void close() {
        layer.close();
    }
}
