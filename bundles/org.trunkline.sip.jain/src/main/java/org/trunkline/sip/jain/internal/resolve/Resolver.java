package org.trunkline.sip.jain.internal.resolve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.sip.jain.internal.transport.Endpoints;

/** Finds where a request goes: literals at once, names on threads of their own. <b>Threads:</b> any. */
public final class Resolver {
    private static final int DEFAULT_PORT = 5060;
    private static final int DEFAULT_TLS_PORT = 5061;

    private final Endpoints endpoints;
    private final Targets targets;
    private final UnaryOperator<String> certificateName;

    /** @param certificateName the name that whoever is at a host proves by a certificate */
    public Resolver(Endpoints endpoints, Targets targets, UnaryOperator<String> certificateName) {
        this.endpoints = endpoints;
        this.targets = targets;
        this.certificateName = certificateName;
    }

    /** Where a literal or a name leads; a literal at once. */
    public void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> result) {
        int real = port != 0 ? port : transport == Transport.TLS ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (isLiteral(plain)) {
            result.accept(hop(plain, real, transport));
            return;
        }
        int asked = port == Services.standard(transport) ? 0 : port; // as good as none
        find(new Targets.Name(plain, asked, transport), result);
    }

    private void find(Targets.Name name, Consumer<Optional<Hop>> result) {
        Thread.ofVirtual().name("sip-resolve").start(() -> result.accept(first(name)));
    }

    /** The same, where the name may say the transport too. */
    public void resolve(String host, Transport otherwise, Consumer<Optional<Hop>> result) {
        if (isLiteral(host))
            resolve(host, 0, otherwise, result);
        else
            find(new Targets.Name(host, 0, otherwise, true), result);
    }

    /** The best target that an address of the node reaches. */
    private Optional<Hop> first(Targets.Name name) {
        var hops = targets.find(name);
        for (var hop : hops)
            if (hop.transport() == Transport.TLS)
                expect(hop, name.host());
        return hops.stream().filter(hop -> endpoints.reaches(hop)).findFirst()
                .or(() -> hops.stream().findFirst());
    }

    private void expect(Hop hop, String host) {
        endpoints.tls().peers().expect(hop.address(), certificateName.apply(host));
    }

    private static boolean isLiteral(String host) {
        if (host.indexOf(':') >= 0)
            return true;
        for (int i = 0; i < host.length(); i++)
            if (host.charAt(i) != '.' && (host.charAt(i) < '0' || host.charAt(i) > '9'))
                return false;
        return !host.isEmpty();
    }

    /**
     * Asks nobody, unlike {@link InetAddress#getByName}, which takes "300.1.1.1" for a name: the caller may be the thread
     * that reads.
     */
    private Optional<Hop> hop(String literal, int port, Transport transport) {
        try {
            var hop = new Hop(new InetSocketAddress(InetAddress.ofLiteral(literal), port), transport);
            if (transport == Transport.TLS)
                expect(hop, literal);
            return Optional.of(hop);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
