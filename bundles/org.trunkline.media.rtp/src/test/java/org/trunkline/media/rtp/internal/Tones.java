package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;

/** Packets with a tone, and how loud a tone is in packets. */
final class Tones {
    static final double LOUD = 6000;
    private static final AudioCodecs CODECS = AudioCodecs.inJava();

    private Tones() {}

    private static AudioCodec codec(Encoding encoding) {
        return CODECS.of(encoding.name()).orElseThrow();
    }

    /** One packet for each 20 ms. */
    static List<byte[]> tone(int type, Encoding encoding, int hertz, int ssrc, int count) {
        var codec = codec(encoding);
        int frame = codec.sampleRate() / 50;
        var encoder = codec.encoder(codec.sampleRate());
        var samples = new short[frame];
        var packets = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            for (int n = 0; n < frame; n++)
                samples[n] = (short) (LOUD * Math.sin(2 * Math.PI * hertz * (i * frame + n) / codec.sampleRate()));
            var payload = ByteBuffer.allocate(2000);
            encoder.encode(samples, 0, frame, payload);
            packets.add(ByteBuffer.allocate(12 + payload.position()).put((byte) 0x80).put((byte) type).putShort((short) (100 + i))
                    .putInt(5000 + i * encoding.clockRate() / 50).putInt(ssrc).put(payload.flip()).array());
        }
        return packets;
    }

    /** Amplitude of a tone in packets. */
    static double loudness(List<byte[]> packets, Encoding encoding, int hertz) {
        var codec = codec(encoding);
        int rate = codec.sampleRate();
        var decoder = codec.decoder(rate);
        var some = new short[rate * AudioCodec.LONGEST_MILLIS / 1000];
        double sine = 0;
        double cosine = 0;
        int length = 0;
        for (var packet : packets) {
            int count = decoder.decode(ByteBuffer.wrap(packet, 12, packet.length - 12), some);
            for (int i = 0; i < count; i++, length++) {
                sine += some[i] * Math.sin(2 * Math.PI * hertz * length / rate);
                cosine += some[i] * Math.cos(2 * Math.PI * hertz * length / rate);
            }
        }
        return 2 * Math.hypot(sine, cosine) / length;
    }
}
