package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/**
 * How the relay changes what one side sends on a media line, for the other side to understand it.
 *
 * @param from what is changed, by payload type; other packets are passed on as they are
 * @param to what the other side gets instead
 * @param events what the other side gets of telephone-event (RFC 4733); empty where it takes none
 * @param packet how long the sound of each packet is: 10, 20, 30, 40 or 60 ms
 * @param parameters what {@code a=fmtp} says of both
 */
public record Conversion(Map<Integer, Encoding> from, Format to, Optional<Format> events, Duration packet, Parameters parameters) {
    /** What SDP says of a payload type. */
    public record Format(int payloadType, Encoding encoding) {
        public Format {
            requireNonNull(encoding);
            if (payloadType < 0 || payloadType > 127)
                throw new IllegalArgumentException("payloadType: " + payloadType);
        }
    }

    /**
     * What {@code a=fmtp} says after a payload type; nothing for most.
     *
     * @param from what the sender says, by payload type
     * @param to what the receiver says; empty for nothing
     */
    public record Parameters(Map<Integer, String> from, String to) {
        public static final Parameters NONE = new Parameters(Map.of(), "");

        public Parameters {
            from = Map.copyOf(from);
            requireNonNull(to);
        }
    }

    public Conversion {
        from = Map.copyOf(from);
        requireNonNull(to);
        requireNonNull(events);
        requireNonNull(packet);
        requireNonNull(parameters);
    }
}
