package org.trunkline.spi.audio;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionPoint;

/**
 * A speech codec that the node does not have itself. The node converts between it and other codecs where the two sides of a call have
 * none in common. Samples are 16-bit linear PCM of one channel.
 *
 * <p>A stream begins with the first call that names it and ends with {@link #close}. After an answer that came too late the node begins
 * another stream in its place, and closes both at the end of the call.
 *
 * <p><b>Threads:</b> up to eight of the plug-in's at once, one at a time for a stream. <b>Budget:</b> 20 ms; an answer should take below
 * 1 ms, since each call of two parties asks 100 times a second. Works inside the node only: {@code "inside": true} in
 * {@code plugin.json}, from a publisher trusted for that. <b>Errors:</b> a packet without an answer is concealed, and is silence after 60 ms. A call whose
 * codec gives none for five seconds is ended.
 *
 * <pre>{@code
 * public final class Linear implements AudioCodec {
 *     public CodecFormat format() {
 *         return new CodecFormat("L16", 8_000, 8_000, 10, -1, 1, "");
 *     }
 *
 *     public byte[] encode(AudioStream stream, short[] samples) {
 *         var payload = new byte[samples.length * 2];
 *         for (int i = 0; i < payload.length; i++)
 *             payload[i] = (byte) (i % 2 == 0 ? samples[i / 2] >> 8 : samples[i / 2]);
 *         return payload;
 *     }
 *
 *     public short[] decode(AudioStream stream, byte[] payload) {
 *         var samples = new short[payload.length / 2];
 *         for (int i = 0; i < samples.length; i++)
 *             samples[i] = (short) (payload[2 * i] << 8 | payload[2 * i + 1] & 0xFF);
 *         return samples;
 *     }
 *
 *     public short[] conceal(AudioStream stream, int samples) {
 *         return new short[samples];
 *     }
 *
 *     public void close(AudioStream stream) {}
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 20, outsideMillis = 0, concurrency = 8)
public interface AudioCodec {
    /** Read once after the start and after each update. */
    CodecFormat format();

    /**
     * Makes the payload of one packet.
     *
     * @param samples of 10 to 60 ms, whole frames
     * @return up to 1,275 octets; empty where nothing needs to be sent (discontinuous transmission)
     */
    byte[] encode(AudioStream stream, short[] samples);

    /**
     * Makes the samples of one packet.
     *
     * @param payload as it came from the network, so it may be anything
     * @return up to 120 ms; empty where the payload cannot be decoded
     */
    short[] decode(AudioStream stream, byte[] payload);

    /**
     * Replaces what was lost before the next payload.
     *
     * @param samples how many are missing, whole frames, up to 120 ms
     * @return as many
     */
    short[] conceal(AudioStream stream, int samples);

    /** Frees what the stream holds. Nothing is asked of the stream any more; it may be one that nothing was asked of. */
    void close(AudioStream stream);
}
