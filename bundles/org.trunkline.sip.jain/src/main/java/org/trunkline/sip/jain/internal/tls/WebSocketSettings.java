package org.trunkline.sip.jain.internal.tls;

import java.util.List;
import java.util.Map;

import org.trunkline.domain.config.Transport;

/**
 * Where phones of browsers connect (RFC 7118).
 *
 * @param ports of {@link Transport#WS} and {@link Transport#WSS}, 0 for any free one; none where it is not offered
 * @param origins of pages that may connect, such as {@code https://phone.example.com}; none for all
 */
public record WebSocketSettings(Map<Transport, Integer> ports, List<String> origins) {
    public static final WebSocketSettings NONE = new WebSocketSettings(Map.of(), List.of());

    public WebSocketSettings {
        ports = Map.copyOf(ports);
        origins = List.copyOf(origins);
    }
}
