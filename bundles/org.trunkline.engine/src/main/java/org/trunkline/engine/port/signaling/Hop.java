package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Transport;

/**
 * Where a message goes next.
 *
 * @param address resolved
 */
public record Hop(InetSocketAddress address, Transport transport) {
    public Hop {
        requireNonNull(transport);
        if (address.isUnresolved())
            throw new IllegalArgumentException("unresolved: " + address);
    }

    /** As messages have it: {@code 192.0.2.1:5060} or {@code [2001:db8:0:0:0:0:0:1]:5060}. */
    public String text() {
        return text(address);
    }

    /** For people: {@code 192.0.2.1:5060} or {@code [2001:db8::1]:5060}. */
    public String shown() {
        return shown(address);
    }

    /** For people: {@code 192.0.2.1:5060} or {@code [2001:db8::1]:5060}. */
    public static String shown(InetSocketAddress address) {
        String host = AddressBlock.text(address.getAddress());
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }

    /** As messages have it: {@code 192.0.2.1:5060} or {@code [2001:db8:0:0:0:0:0:1]:5060}. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        if (host.indexOf(':') < 0)
            return host + ':' + address.getPort();
        int zone = host.indexOf('%');
        return '[' + (zone < 0 ? host : host.substring(0, zone)) + "]:" + address.getPort();
    }
}
