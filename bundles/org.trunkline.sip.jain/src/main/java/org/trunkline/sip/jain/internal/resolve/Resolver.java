package org.trunkline.sip.jain.internal.resolve;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.sip.jain.internal.transport.Endpoints;

/** Finds where a request goes: literals at once, names on threads of their own. <b>Threads:</b> any. */
public final class Resolver {
    private final Endpoints endpoints;
    private final Targets targets;
    private final UnaryOperator<String> certificateName;

    /** @param certificateName the name that the host there must prove by a certificate */
    public Resolver(Endpoints endpoints, Targets targets, UnaryOperator<String> certificateName) {
        this.endpoints = endpoints;
        this.targets = targets;
        this.certificateName = certificateName;
    }

    /** Where a literal or a name leads; a literal at once. */
    public void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> result) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (Hop.isLiteral(plain)) {
            var hop = Hop.of(plain, port, transport);
            hop.filter(it -> it.transport() == Transport.TLS).ifPresent(it -> expect(it, plain));
            result.accept(hop);
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
        if (Hop.isLiteral(host))
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
}
