package org.trunkline.media.audio.mix;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.trunkline.media.audio.codec.AudioCodec;

/** The packets of one caller until they are heard. <b>Threads:</b> {@link #take} by any, all else by one at a time. */
final class Inlet implements AutoCloseable {
    /** About a second. */
    private static final int WAITING = 64;

    private record Arrived(AudioCodec codec, int ssrc, int sequence, int timestamp, ByteBuffer payload, long nanos) {}

    private final BlockingQueue<Arrived> arrived = new ArrayBlockingQueue<>(WAITING);
    private JitterBuffer buffer;

    /** @param rate samples a second that are read */
    Inlet(int rate) {
        buffer = new JitterBuffer(rate);
    }

    /** Dropped where too many wait. @param payload is kept @param nanos when it came */
    void take(AudioCodec of, int ssrc, int sequence, int timestamp, ByteBuffer payload, long nanos) {
        arrived.offer(new Arrived(of, ssrc, sequence & 0xFFFF, timestamp, payload, nanos));
    }

    /** Other samples a second are read from now on. What waits is kept, what was decoded is not. */
    void rate(int now) {
        buffer.close();
        buffer = new JitterBuffer(now);
    }

    /** Fills the array with what is due. @param muted nobody hears what came since @return false where it is silence */
    boolean read(short[] into, boolean muted) {
        for (var packet = arrived.poll(); packet != null; packet = arrived.poll())
            if (!muted) // nobody hears what it would cost to decode
                buffer.put(packet.codec(), packet.ssrc(), packet.sequence(), packet.timestamp(), packet.payload(), packet.nanos());
        return buffer.read(into);
    }

    /** How long packets wait to be read. */
    Duration delay() {
        return buffer.delay();
    }

    /** Frees the decoders. It may go on. */
    @Override
    public void close() {
        buffer.close();
    }
}
