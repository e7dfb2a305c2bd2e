package org.trunkline.node.internal.push;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.engine.AddressScope;

/**
 * Where the node sends push messages. An endpoint comes from a phone, so that nobody makes the node ask inside its own network: without a
 * list, hosts with public addresses on port 443; with a list, the hosts in it.
 *
 * @param allowed lower case; {@code *.example.com} for all below; empty for any with a public address
 */
record PushHosts(List<String> allowed) {
    static final int LONGEST = 1_500;
    private static final int HTTPS = 443;

    PushHosts {
        allowed = List.copyOf(allowed);
    }

    /** An endpoint that is allowed as far as its text shows. */
    Optional<URI> read(String endpoint) {
        if (endpoint.length() > LONGEST)
            return Optional.empty();
        try {
            var uri = URI.create(endpoint);
            boolean plain = "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null
                    && uri.getFragment() == null;
            return plain && allows(host(uri), uri.getPort()) ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private boolean allows(String host, int port) {
        if (!allowed.isEmpty())
            return allowed.stream().anyMatch(it -> it.startsWith("*.") ? host.endsWith(it.substring(1)) : host.equals(it));
        var literal = AddressBlock.parseAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        return (port < 0 || port == HTTPS) && literal.map(PushHosts::isPublic).orElse(host.indexOf('.') > 0);
    }

    /** Asks the name server; blocks. @throws IOException if the host has no address, or one that is not allowed */
    void check(URI endpoint) throws IOException {
        var addresses = InetAddress.getAllByName(endpoint.getHost());
        if (!allowed.isEmpty())
            return;
        for (var address : addresses)
            if (!isPublic(address))
                throw new IOException("its address is not public. List the host in trunkline.push.hosts to use it all the same");
    }

    private static boolean isPublic(InetAddress address) {
        return AddressScope.of(address) == AddressScope.WORLD && !address.isMulticastAddress() && !address.isAnyLocalAddress()
                && address.getAddress()[0] != 0;
    }
}
