package org.trunkline.engine.port.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.trunkline.domain.format.MediaTypes;

/**
 * A message body.
 *
 * @param contentType {@code application/sdp}; empty where the message does not say
 * @param bytes not copied: never change them
 */
public record Body(String contentType, byte[] bytes) {
    public static final String SDP = "application/sdp";

    public Body {
        requireNonNull(contentType);
        requireNonNull(bytes);
    }

    public static Body sdp(String text) {
        return new Body(SDP, text.getBytes(UTF_8));
    }

    /** Without parameters, lower case; empty where the message does not say. */
    public String mediaType() {
        return MediaTypes.of(contentType);
    }

    public String text() {
        return new String(bytes, UTF_8);
    }

    /** By its media type, parameters left out; without one by its first line, which is v= (RFC 8866 §5.1). */
    public boolean isSdp() {
        if (contentType.isEmpty())
            return bytes.length > 3 && bytes[0] == 'v' && bytes[1] == '=' && bytes[2] == '0';
        return contentType.regionMatches(true, 0, SDP, 0, SDP.length());
    }
}
