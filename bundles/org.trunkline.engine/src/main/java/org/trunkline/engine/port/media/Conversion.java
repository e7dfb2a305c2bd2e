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
 * @param packet how long the sound of each packet is: 10, 20, 40 or 60 ms
 */
public record Conversion(Map<Integer, Encoding> from, Format to, Optional<Format> events, Duration packet) {
    /** What SDP says of a payload type. */
    public record Format(int payloadType, Encoding encoding) {
        public Format {
            requireNonNull(encoding);
            if (payloadType < 0 || payloadType > 127)
                throw new IllegalArgumentException("payloadType: " + payloadType);
        }
    }

    public Conversion {
        from = Map.copyOf(from);
        requireNonNull(to);
        requireNonNull(events);
        requireNonNull(packet);
    }
}
