package org.trunkline.engine.port;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * A message body.
 *
 * @param contentType {@code application/sdp}
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

    public String text() {
        return new String(bytes, UTF_8);
    }

    /** Media type alone, parameters left out. */
    public boolean isSdp() {
        return contentType.regionMatches(true, 0, SDP, 0, SDP.length());
    }
}
