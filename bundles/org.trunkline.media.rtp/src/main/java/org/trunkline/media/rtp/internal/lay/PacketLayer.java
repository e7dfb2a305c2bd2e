package org.trunkline.media.rtp.internal.lay;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.meter.RtpPacket;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/**
 * Lays something over the packets of one stream: the payload is decoded, the other sound added and the sum encoded again, by the same
 * codec. The header stays as it is, so source, sequence and clock of the stream do too. Not thread-safe.
 */
public final class PacketLayer implements AutoCloseable {
    private static final int LARGEST_PAYLOAD = 1275;

    /** What is laid over it. */
    public interface Addition {
        /** Adds as many samples as there are. @param rate samples a second */
        void add(short[] samples, int count, int rate);
    }

    private final AudioCodec.Decoder decoder;
    private final AudioCodec.Encoder encoder;
    private final int rate;
    /** Whether payloads can be put behind one another. */
    private final boolean plain;
    private final Addition addition;
    private final short[] samples;
    private final ByteBuffer payload = ByteBuffer.allocate(LARGEST_PAYLOAD);
    private boolean closed;

    /** @param rate samples a second at which the sounds meet: the codec's encoder takes it, and its decoder makes it */
    public PacketLayer(AudioCodec codec, int rate, Addition addition) {
        this.rate = rate;
        this.addition = addition;
        plain = codec.payloadType() >= 0;
        decoder = codec.decoder(rate);
        encoder = codec.encoder(rate);
        samples = new short[rate * AudioCodec.LONGEST_MILLIS / 1000];
    }

    /** Whether packets need not be shown to it where nothing is laid over them: the codec remembers nothing of them. */
    public static boolean isStateless(AudioCodec codec) {
        return codec.payloadType() == 0 || codec.payloadType() == 8;
    }

    /** A packet with nothing laid over it, so that both coders know what the receiver heard. */
    public void follow(ByteBuffer packet) {
        code(packet, false);
    }

    /** @return the packet with both sounds, position 0, with room for encryption; empty where its payload cannot be decoded */
    public Optional<ByteBuffer> lay(ByteBuffer packet) {
        if (!code(packet, true))
            return Optional.empty();
        int header = packet.limit() - RtpPacket.payload(packet).remaining() - padding(packet);
        var laid = ByteBuffer.allocate(header + payload.remaining() + MidExtension.MOST + SrtpContext.OVERHEAD);
        laid.put(packet.slice(0, header)).put(payload);
        laid.put(0, (byte) (laid.get(0) & ~0x20));
        return Optional.of(laid.flip());
    }

    /** Of a packet, with room for encryption. */
    public static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.limit() + MidExtension.MOST + SrtpContext.OVERHEAD).put(packet.slice(0, packet.limit())).flip();
    }

    private static int padding(ByteBuffer packet) {
        return (packet.get(0) & 0x20) == 0 ? 0 : packet.get(packet.limit() - 1) & 0xFF;
    }

    private boolean code(ByteBuffer packet, boolean add) {
        if (closed)
            return false;
        int count = decoder.decode(RtpPacket.payload(packet), samples);
        int millis = count * 1000 / rate;
        if (count == 0 || millis != 10 && millis != 20 && !(plain && millis == 30) && millis != 40 && millis != 60)
            return false;
        if (add)
            addition.add(samples, count, rate);
        payload.clear();
        for (int from = 0, frame = millis == 30 ? count / 3 : count; from < count; from += frame)
            encoder.encode(samples, from, frame, payload);
        payload.flip();
        return true;
    }

    /** Packets that still wait for it stay as they are. */
    @Override
    public void close() {
        closed = true;
        decoder.close();
        encoder.close();
    }
}
