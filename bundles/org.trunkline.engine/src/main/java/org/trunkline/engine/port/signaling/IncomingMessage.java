package org.trunkline.engine.port.signaling;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.Transport;

/** A SIP message as received: well-formed, with its mandatory headers. Immutable; any thread. */
public interface IncomingMessage {
    /** Method of the request, or of the request that a response answers. */
    String method();

    String callId();

    NameAddress from();

    /** Empty where absent. */
    String fromTag();

    NameAddress to();

    /** Empty where absent. */
    String toTag();

    long cseq();

    /** URI of the first Contact. */
    Optional<String> contact();

    /** Values of all headers of this name, top first, each line as on the wire. */
    List<String> headers(String name);

    /** The first of {@link #headers}. */
    default Optional<String> header(String name) {
        var all = headers(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** Whether a comma-separated header names this token, without regard to case. */
    default boolean lists(String name, String token) {
        for (String line : headers(name))
            for (String part : line.split(","))
                if (part.strip().equalsIgnoreCase(token))
                    return true;
        return false;
    }

    /** Record-Route values, top first, one URI each, with angle brackets. */
    List<String> recordRoutes();

    Optional<Body> body();

    /** Where it came from. */
    InetSocketAddress source();

    Transport transport();

    /** Names that the sender proved by a certificate over TLS, lower case; empty where it showed none. */
    default List<String> certificateNames() {
        return List.of();
    }

    /** The bytes as received, in a new object for each call. */
    WireMessage wire();
}
