package org.trunkline.domain.part;

import static java.util.Objects.requireNonNull;

/**
 * A part of the node listens. Registered as an OSGi service for as long as it does, so that the node can say where it
 * is reached, whatever port the system chose.
 *
 * @param what {@code sip} or {@code http}
 * @param address {@code udp 192.0.2.10:5060}, {@code http://127.0.0.1:8060}
 */
public record Listening(String what, String address) {
    public static final String SIP = "sip";
    public static final String HTTP = "http";

    public Listening {
        requireNonNull(what);
        requireNonNull(address);
    }
}
