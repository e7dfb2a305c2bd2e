package org.trunkline.sip.jain.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Optional;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.parser.StringMsgParser;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.AddressScope;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/**
 * Where requests within a dialog go over TCP and TLS: over the connection that the peer spoke on, while there is one, as
 * phones behind a NAT need it; else to its route or Contact (RFC 3261 §12.2.1.1), where it listens. At the port that it
 * connected from nobody does. <b>Threads:</b> any.
 */
public final class DialogRoute {
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    private final Endpoints endpoints;

    public DialogRoute(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** The request with the hop that reaches its peer. */
    public OutgoingRequest of(OutgoingRequest request) {
        if (request.toTag().isEmpty() || endpoints.connected(request.hop()))
            return request;
        return named(request).map(request::sentTo).orElse(request);
    }

    private Optional<Hop> named(OutgoingRequest request) {
        String next = request.routes().isEmpty() ? request.requestUri() : unbracketed(request.routes().getFirst(), '<', '>');
        try {
            if (!(new StringMsgParser().parseUrl(next) instanceof SipUri uri))
                return Optional.empty();
            var address = InetAddress.ofLiteral(unbracketed(uri.getHost(), '[', ']'));
            int usual = request.hop().transport() == Transport.TLS ? SIPS_PORT : SIP_PORT;
            int port = uri.getPort() > 0 ? uri.getPort() : usual;
            return trusted(request.hop(), address)
                    ? Optional.of(new Hop(new InetSocketAddress(address, port), request.hop().transport())) : Optional.empty();
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty(); // a name
        }
    }

    /** A stranger shall not send the node to wherever it likes, and a carrier's own network is not the node's. */
    private boolean trusted(Hop source, InetAddress target) {
        var known = source.address().getAddress();
        return target.equals(known) || endpoints.guard().trusts(known) && AddressScope.follows(known, target);
    }

    private static String unbracketed(String text, char opening, char closing) {
        int open = text.indexOf(opening);
        int close = text.indexOf(closing, open + 1);
        return open < 0 || close < 0 ? text : text.substring(open + 1, close);
    }
}
