package org.trunkline.phone.internal.sip;

import java.net.InetSocketAddress;
import java.util.Optional;

import javax.sip.header.ViaHeader;
import javax.sip.message.Response;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.phone.internal.address.DialledAddress;

/** What this phone calls itself in Via and Contact: its own address, or the one that a NAT on the way has for it (RFC 3581). */
final class SelfAddress {
    private final Transport transport;
    private final String user;
    private String sentBy = SipMessages.token() + ".invalid"; // RFC 7118 §5.2: nobody can connect to it
    private String reached = sentBy;

    /** @param user of the account */
    SelfAddress(Transport transport, String user) {
        this.transport = transport;
        this.user = DialledAddress.escaped(user);
    }

    /** Whether what is sent may be lost on the way. */
    boolean isUnreliable() {
        return transport == Transport.UDP;
    }

    /** The connection is there, and ends, and repairs what is lost between this phone and its server. */
    boolean isWebSocket() {
        return transport.isWebSocket();
    }

    /** @param local of a connection, where somebody can send to it */
    void connected(Optional<InetSocketAddress> local) {
        local.map(Hop::text).ifPresent(text -> {
            sentBy = text;
            reached = text;
        });
    }

    /** Takes the address that the server saw. @return whether it is another one */
    boolean learned(Response response) {
        if (isWebSocket() || !(response.getHeader(ViaHeader.NAME) instanceof ViaHeader via))
            return false;
        var host = Optional.ofNullable(via.getReceived()).filter(Hop::isLiteral);
        int port = via.getRPort();
        if (host.isEmpty() || port < 1 || port > 65_535)
            return false;
        var seen = Hop.of(host.get(), port, transport).map(Hop::text);
        if (seen.isEmpty() || seen.get().equals(reached))
            return false;
        reached = seen.get();
        return true;
    }

    /** With a branch that no other transaction has (RFC 3261 §8.1.1.7). */
    String via() {
        return "Via: SIP/2.0/" + (isWebSocket() ? Transport.WS : transport).name() + ' ' + sentBy + ";branch=z9hG4bK" + SipMessages.token() + ";rport";
    }

    /** In angle brackets. */
    String contact() {
        return "<sip:" + user + '@' + reached + (transport == Transport.UDP ? "" : ";transport=" + transport.parameter()) + '>';
    }
}
