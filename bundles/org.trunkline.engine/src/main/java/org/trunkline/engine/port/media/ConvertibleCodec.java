package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/**
 * A codec that the node converts to and from or speaks itself, as SDP has it.
 *
 * @param payloadType of RFC 3551; -1 for one that each SDP chooses
 * @param mapping what {@code a=rtpmap} says after the payload type
 * @param parameters what {@code a=fmtp} says after it; empty for nothing
 * @param wideband whether it carries more than telephone speech
 * @param frame sound that a packet has a whole number of: 10, 20 or 30 ms
 */
public record ConvertibleCodec(Encoding encoding, int payloadType, String mapping, String parameters, boolean wideband, Duration frame) {
    /** The shortest frame. */
    public static final Duration FRAME = Duration.ofMillis(10);

    /** G.711. */
    public static final List<ConvertibleCodec> TELEPHONE = List.of(new ConvertibleCodec(new Encoding("PCMA", 8000), 8, "PCMA/8000", "", false, FRAME),
            new ConvertibleCodec(new Encoding("PCMU", 8000), 0, "PCMU/8000", "", false, FRAME));

    public ConvertibleCodec {
        requireNonNull(encoding);
        requireNonNull(mapping);
        requireNonNull(parameters);
        requireNonNull(frame);
    }

    /** Whether an SDP means this codec. */
    public boolean is(Encoding other) {
        return encoding.name().equalsIgnoreCase(other.name()) && encoding.clockRate() == other.clockRate();
    }
}
