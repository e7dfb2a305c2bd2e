package org.trunkline.export;

import java.util.Optional;

/** Reads headers out of the text of a SIP message, tolerating any text. */
final class SipHeaders {
    private SipHeaders() {}

    /** First value of a header by its long or compact name. */
    static Optional<String> first(String message, String name, String compact) {
        for (String line : message.replace("\r\n", "\n").split("\n")) {
            if (line.isEmpty())
                return Optional.empty();
            int colon = line.indexOf(':');
            if (colon > 0) {
                var found = line.substring(0, colon).strip();
                if (found.equalsIgnoreCase(name) || found.equalsIgnoreCase(compact))
                    return Optional.of(line.substring(colon + 1).strip());
            }
        }
        return Optional.empty();
    }
}
