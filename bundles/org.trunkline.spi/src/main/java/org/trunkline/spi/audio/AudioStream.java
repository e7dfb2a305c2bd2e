package org.trunkline.spi.audio;

import static java.util.Objects.requireNonNull;

/**
 * One RTP stream that is encoded or decoded. A stream goes one way.
 *
 * @param id of this stream alone, as long as the node runs
 * @param parameters what {@code a=fmtp} of the phone or trunk says of the codec: of the receiver where the stream is encoded, of the
 *        sender where it is decoded; empty for nothing
 */
public record AudioStream(long id, String parameters) {
    public AudioStream {
        requireNonNull(parameters);
    }
}
