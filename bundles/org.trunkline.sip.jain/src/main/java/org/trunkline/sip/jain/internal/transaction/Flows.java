package org.trunkline.sip.jain.internal.transaction;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

import gov.nist.javax.sip.message.SIPRequest;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.sip.jain.internal.transport.DialogRoute;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.transport.Flow;
import org.trunkline.sip.jain.internal.wire.Wire;

/** Finds the flow that a message leaves by (RFC 3261 §18.1.1, §18.2.2). <b>Threads:</b> any. */
final class Flows {
    static final int PORT = 5060;
    private static final int TLS_PORT = 5061;

    private final Endpoints endpoints;
    private final DialogRoute route;
    /** Requests to one hop leave in their order, also while its connection comes up. */
    private final InOrder order = new InOrder("sip-connection-send");

    Flows(Endpoints endpoints) {
        this.endpoints = endpoints;
        this.route = new DialogRoute(endpoints);
    }

    /** The same request with the hop that reaches its peer. */
    OutgoingRequest routed(OutgoingRequest request) {
        return request.hop().transport() == Transport.UDP ? request : route.of(request);
    }

    /** For requests. @throws IOException where the node does not speak that transport */
    Flow to(Hop hop) throws IOException {
        if (hop.transport() == Transport.UDP)
            return endpoints.datagrams(hop);
        if (!endpoints.transports().contains(hop.transport()))
            throw new NotSpoken(hop.transport());
        return new Waiting(hop);
    }

    /** For an ACK, which does not wait behind requests where a connection is open. */
    Flow now(Hop hop) throws IOException {
        return endpoints.connected(hop) ? endpoints.connection(hop) : to(hop);
    }

    /** For responses: the flow that the request came on, and where it is closed, another to the same peer. */
    Flow back(Flow flow, SIPRequest request) {
        return flow.reliable() && !flow.transport().isWebSocket() && endpoints.guard().knows(Wire.source(request).getAddress()) ? new Back(flow, request) : flow;
    }

    /** The transport of a hop is not offered. */
    static final class NotSpoken extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient LocalizableText said;

        private NotSpoken(Transport transport) {
            this(transport == Transport.TLS ? new LocalizableText("no-certificate", List.of(),
                    "the node does not support TLS because it has no certificate") : new LocalizableText("transport-not-spoken",
                    List.of(transport.token()), "the node does not support " + transport.token()));
        }

        private NotSpoken(LocalizableText said) {
            super(said.message());
            this.said = said;
        }

        LocalizableText said() {
            return said;
        }
    }

    /** The connection to a hop. It may take seconds to come up, so that waits on a thread of its own. */
    private final class Waiting implements Flow {
        private final Hop hop;

        Waiting(Hop hop) {
            this.hop = hop;
        }

        @Override
        public Transport transport() {
            return hop.transport();
        }

        @Override
        public void send(byte[] bytes, InetSocketAddress target, Consumer<IOException> lost) {
            order.run(hop, () -> {
                try {
                    endpoints.connection(hop).send(bytes, target, lost);
                } catch (IOException e) {
                    lost.accept(e);
                }
            });
        }
    }

    /**
     * A connection that a known peer opened: where it is closed, responses open one to the port of the topmost Via at the
     * address that the request came from (RFC 3261 §18.2.2). A stranger could have the node connect to ports of its choice.
     */
    private final class Back implements Flow {
        private final Flow flow;
        private final Hop listening;

        Back(Flow flow, SIPRequest request) {
            this.flow = flow;
            int usual = flow.transport() == Transport.TLS ? TLS_PORT : PORT;
            int port = request.getTopmostVia().getPort();
            listening = new Hop(new InetSocketAddress(Wire.source(request).getAddress(), port > 0 ? port : usual), flow.transport());
        }

        @Override
        public Transport transport() {
            return flow.transport();
        }

        @Override
        public void send(byte[] bytes, InetSocketAddress target, Consumer<IOException> lost) throws IOException {
            try {
                flow.send(bytes, target, lost);
            } catch (IOException e) {
                to(listening).send(bytes, listening.address(), lost);
            }
        }

        @Override
        public List<String> certificateNames() {
            return flow.certificateNames();
        }
    }
}
