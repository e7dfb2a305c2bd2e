package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/**
 * A codec that the relay converts to and from, as SDP has it.
 *
 * @param payloadType of RFC 3551; -1 for one that each SDP chooses
 * @param mapping what {@code a=rtpmap} says after the payload type
 * @param parameters what {@code a=fmtp} says after it; empty for nothing
 * @param wideband whether it carries more than telephone speech
 */
public record ConvertibleCodec(Encoding encoding, int payloadType, String mapping, String parameters, boolean wideband) {
    public ConvertibleCodec {
        requireNonNull(encoding);
        requireNonNull(mapping);
        requireNonNull(parameters);
    }

    /** Whether an SDP means this codec. */
    public boolean is(Encoding other) {
        return encoding.name().equalsIgnoreCase(other.name()) && encoding.clockRate() == other.clockRate();
    }
}
