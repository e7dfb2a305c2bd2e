package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

/**
 * One SIP header line.
 *
 * @param name long name, {@code Session-Expires}
 * @param value as on the wire, without a line break
 */
public record Header(String name, String value) {
    /** @throws IllegalArgumentException if the value has a line break, that is would be two headers */
    public Header {
        requireNonNull(name);
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0)
            throw new IllegalArgumentException("line break in " + name);
    }
}
