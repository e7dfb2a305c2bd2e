package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

/**
 * A name-addr of RFC 3261 §25.1, without header parameters.
 *
 * @param displayName without quotes or escapes, or empty
 * @param uri without angle brackets
 */
public record NameAddress(String displayName, String uri) {
    public NameAddress {
        requireNonNull(displayName);
        requireNonNull(uri);
    }

    /** As in a header: {@code "Alice" <sip:alice@example.org>}. */
    public String encode() {
        if (displayName.isEmpty())
            return '<' + uri + '>';
        var text = new StringBuilder(displayName.length() + uri.length() + 6).append('"');
        for (int i = 0; i < displayName.length(); i++) {
            char c = displayName.charAt(i);
            if (c == '"' || c == '\\')
                text.append('\\');
            if (c >= ' ' && c != 0x7f) // a line break would end the header
                text.append(c);
        }
        return text.append("\" <").append(uri).append('>').toString();
    }
}
