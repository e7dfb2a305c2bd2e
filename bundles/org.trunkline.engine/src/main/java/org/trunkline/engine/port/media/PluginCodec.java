package org.trunkline.engine.port.media;

import java.util.Optional;

/**
 * A speech codec of a plug-in, 16-bit samples of one channel.
 *
 * <p><b>Threads:</b> the codec by any; each stream by one at a time, which may wait for some tens of milliseconds.
 */
public interface PluginCodec {
    /** What SDP says of it. */
    ConvertibleCodec described();

    /** Samples a second: 8,000, 16,000, 32,000 or 48,000. */
    int sampleRate();

    /** @param parameters what {@code a=fmtp} of the other side says; empty for nothing */
    Stream open(String parameters);

    /** One stream in one direction. An answer is empty where the plug-in gave none that can be used. */
    interface Stream extends AutoCloseable {
        /** @param samples whole frames, up to 60 ms @return the payload; of no octets where nothing is to be sent */
        Optional<byte[]> encode(short[] samples);

        /** @return up to 120 ms; none where it cannot be decoded */
        Optional<short[]> decode(byte[] payload);

        /** @param samples that were lost, whole frames, up to 120 ms @return as many */
        Optional<short[]> conceal(int samples);

        @Override
        void close();
    }
}
