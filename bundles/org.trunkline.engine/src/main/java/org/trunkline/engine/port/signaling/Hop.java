package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Transport;

/**
 * Where a message goes next.
 *
 * @param address resolved
 */
public record Hop(InetSocketAddress address, Transport transport) {
    private static final int PORT = 5060;
    private static final int TLS_PORT = 5061;

    public Hop {
        requireNonNull(transport);
        if (address.isUnresolved())
            throw new IllegalArgumentException("unresolved: " + address);
    }

    /**
     * Where a literal address leads. Asks nobody, unlike {@link InetAddress#getByName}, which takes "300.1.1.1" for a name:
     * the caller may be the thread that reads.
     *
     * @param port 0 for the transport's own
     * @return empty where the host is a name
     */
    public static Optional<Hop> of(String host, int port, Transport transport) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int real = port != 0 ? port : transport == Transport.TLS ? TLS_PORT : PORT;
        try {
            return isLiteral(plain) ? Optional.of(new Hop(new InetSocketAddress(InetAddress.ofLiteral(plain), real), transport))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it can be nothing but an address, right or wrong. */
    public static boolean isLiteral(String host) {
        if (host.indexOf(':') >= 0)
            return true;
        for (int i = 0; i < host.length(); i++)
            if (host.charAt(i) != '.' && (host.charAt(i) < '0' || host.charAt(i) > '9'))
                return false;
        return !host.isEmpty();
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
