package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Length;
import org.trunkline.domain.schema.Only;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Required;

/** Where a trunk is reached, the addresses that it calls from, and whether it takes text messages too. */
public record TrunkPeer(
        @Required @Is(Format.HOST) @Help("name or address of the peer for outbound calls") String host,
        @Range(max = 65_535) @Default("5060") @Help("0 uses DNS for port and transport") int port,
        @Only({"UDP", "TCP", "TLS"}) Transport transport,
        @Is(Format.ADDRESS_BLOCK) @Length(max = 64)
        @Help("addresses or CIDR blocks trusted to call in without digest; host is trusted too")
        List<String> inboundAddresses,
        @Help("passes text messages (SIP MESSAGE, RFC 3428) in both directions") boolean messages) {
    public static final int DEFAULT_PORT = 5060;
    /** RFC 3261 §19.1.2. */
    public static final int DEFAULT_TLS_PORT = 5061;

    public TrunkPeer {
        requireNonNull(host);
        requireNonNull(transport);
        inboundAddresses = List.copyOf(inboundAddresses);
    }

    /** Whether calls to it may go over TLS: without a port, DNS chooses the transport. */
    public boolean mayUseTls() {
        return transport == Transport.TLS || port == 0;
    }

    /** Over UDP, on the usual port. */
    public static TrunkPeer of(String host) {
        return new TrunkPeer(host, DEFAULT_PORT, Transport.UDP, List.of(), false);
    }
}
