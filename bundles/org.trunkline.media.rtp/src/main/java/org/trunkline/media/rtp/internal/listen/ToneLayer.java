package org.trunkline.media.rtp.internal.listen;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.meter.RtpPacket;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/**
 * Lays the consent tone over the packets of one stream: the payload is decoded, the tone added and the sum encoded again, by the same
 * codec. The header stays as it is, so source, sequence and clock of the stream do too. Not thread-safe.
 */
final class ToneLayer implements AutoCloseable {
    /** ITU-T E.180, recording tone. */
    static final int HERTZ = 1400;
    static final int MILLIS = 500;
    /** About -16 dBm0: heard beside speech, and no louder than it. */
    static final int AMPLITUDE = 3500;
    /** How long the tone takes to come and to go, so that it does not click. */
    private static final int EDGE_MILLIS = 5;
    private static final int LARGEST_PAYLOAD = 1275;

    private final AudioCodec.Decoder decoder;
    private final AudioCodec.Encoder encoder;
    private final int rate;
    /** Whether payloads can be put behind one another. */
    private final boolean plain;
    private final short[] samples;
    private final ByteBuffer payload = ByteBuffer.allocate(LARGEST_PAYLOAD);
    /** Samples of the tone that were laid already. */
    private int position;
    private boolean closed;

    ToneLayer(AudioCodec codec) {
        rate = codec.sampleRate();
        plain = codec.payloadType() >= 0;
        decoder = codec.decoder(rate);
        encoder = codec.encoder(rate);
        samples = new short[rate * AudioCodec.LONGEST_MILLIS / 1000];
    }

    /** Whether packets without the tone need not be shown to it: the codec remembers nothing of them. */
    static boolean isStateless(AudioCodec codec) {
        return codec.payloadType() == 0 || codec.payloadType() == 8;
    }

    /** The tone starts with the next packet. */
    void begin() {
        position = 0;
    }

    /** A packet without the tone, so that both coders know what the receiver heard. */
    void follow(ByteBuffer packet) {
        code(packet, false);
    }

    /** @return the packet with the tone, position 0, with room for encryption; empty where its payload cannot be decoded */
    Optional<ByteBuffer> lay(ByteBuffer packet) {
        if (!code(packet, true))
            return Optional.empty();
        int header = packet.limit() - RtpPacket.payload(packet).remaining() - padding(packet);
        var laid = ByteBuffer.allocate(header + payload.remaining() + MidExtension.MOST + SrtpContext.OVERHEAD);
        laid.put(packet.slice(0, header)).put(payload);
        laid.put(0, (byte) (laid.get(0) & ~0x20));
        return Optional.of(laid.flip());
    }

    private static int padding(ByteBuffer packet) {
        return (packet.get(0) & 0x20) == 0 ? 0 : packet.get(packet.limit() - 1) & 0xFF;
    }

    private boolean code(ByteBuffer packet, boolean withTone) {
        if (closed)
            return false;
        int count = decoder.decode(RtpPacket.payload(packet), samples);
        int millis = count * 1000 / rate;
        if (count == 0 || millis != 10 && millis != 20 && !(plain && millis == 30) && millis != 40 && millis != 60)
            return false;
        if (withTone)
            add(count);
        payload.clear();
        for (int from = 0, frame = millis == 30 ? count / 3 : count; from < count; from += frame)
            encoder.encode(samples, from, frame, payload);
        payload.flip();
        return true;
    }

    private void add(int count) {
        int length = rate / 1000 * MILLIS;
        double edge = rate / 1000.0 * EDGE_MILLIS;
        for (int i = 0; i < count && position < length; i++, position++) {
            double loud = AMPLITUDE * Math.min(1, Math.min(position, length - position) / edge);
            double sum = samples[i] + loud * Math.sin(2 * Math.PI * HERTZ * position / rate);
            samples[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /** Packets that still wait for it stay as they are. */
    @Override
    public void close() {
        closed = true;
        decoder.close();
        encoder.close();
    }
}
