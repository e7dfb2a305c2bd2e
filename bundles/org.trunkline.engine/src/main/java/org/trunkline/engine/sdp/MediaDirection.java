package org.trunkline.engine.sdp;

import java.util.Locale;
import java.util.Optional;

/** Who may send (RFC 3264 §5.1), as the description's author sees it. */
public enum MediaDirection {
    SENDRECV, SENDONLY, RECVONLY, INACTIVE;

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    static MediaDirection of(boolean sends, boolean receives) {
        return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
    }

    String line() {
        return "a=" + name().toLowerCase(Locale.ROOT);
    }

    static Optional<MediaDirection> ofLine(String line) {
        return switch (line) {
            case "a=sendrecv" -> Optional.of(SENDRECV);
            case "a=sendonly" -> Optional.of(SENDONLY);
            case "a=recvonly" -> Optional.of(RECVONLY);
            case "a=inactive" -> Optional.of(INACTIVE);
            default -> Optional.empty();
        };
    }
}
