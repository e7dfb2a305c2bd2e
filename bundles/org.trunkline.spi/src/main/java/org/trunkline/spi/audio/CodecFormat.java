package org.trunkline.spi.audio;

import static java.util.Objects.requireNonNull;

/**
 * What an {@link AudioCodec} is, as SDP has it (RFC 8866 §6.6, §6.15).
 *
 * @param name encoding name of the registry of RTP payload formats: {@code G729}; up to 40 letters, digits, dots, hyphens, underscores and plus signs
 * @param clockRate Hz of the RTP timestamp, 8,000 to 96,000
 * @param sampleRate samples a second: 8,000, 16,000, 32,000 or 48,000
 * @param frameMillis length of a frame: 10, 20 or 30 ms
 * @param payloadType static payload type of RFC 3551, up to 34; -1 for one that each SDP chooses
 * @param channels what {@code a=rtpmap} says, 1 or 2; samples are always of one channel
 * @param parameters what {@code a=fmtp} of the node says after the payload type, up to 200 characters; empty for nothing
 */
public record CodecFormat(String name, int clockRate, int sampleRate, int frameMillis, int payloadType, int channels, String parameters) {
    public CodecFormat {
        requireNonNull(name);
        requireNonNull(parameters);
    }

    /** Samples of one frame. */
    public int frameSamples() {
        return sampleRate / 1000 * frameMillis;
    }
}
