package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A publisher trusted by the administrator.
 *
 * @param name subject of the certificate
 * @param fingerprint SHA-256 of the certificate, lower-case hexadecimal
 * @param until end of the certificate's validity
 * @param inside whether its plug-ins may run inside the node
 */
public record Publisher(String name, String fingerprint, Instant until, boolean inside) {
    public Publisher {
        requireNonNull(name);
        requireNonNull(fingerprint);
        requireNonNull(until);
    }
}
