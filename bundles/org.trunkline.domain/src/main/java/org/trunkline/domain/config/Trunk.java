package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cost.Tariff;

/**
 * A SIP peer: a carrier or another switch.
 *
 * @param name unique, as checked by {@link Names#isTrunkName}
 * @param host name or address that outgoing calls go to
 * @param port 1 to 65535
 * @param inboundAddresses addresses or CIDR blocks trusted to call in without digest; {@code host} counts too
 * @param registration where the trunk registers outward
 * @param maxCalls simultaneous calls, both directions; 0 for no limit
 * @param maxCallsPerSecond new calls a second, both directions; 0 for no limit
 * @param region ISO 3166 code by which national numbers are read, {@code SE}
 * @param outbound rules for the called number of calls out
 * @param inbound rules for the called number of calls in
 * @param callerId E.164 number presented on every call out; empty for the caller's own
 * @param assertIdentity whether P-Asserted-Identity (RFC 3325) is sent, and believed when received
 * @param optionsSeconds between OPTIONS pings, 0 for none
 * @param answerSeconds how long a call out may ring before the next trunk or no answer
 * @param tariff what calls out over it cost; empty where nobody asks
 */
public record Trunk(String name, String host, int port, Transport transport, List<String> inboundAddresses,
        Optional<TrunkRegistration> registration, int maxCalls, int maxCallsPerSecond, boolean enabled,
        String region, NumberRules outbound, NumberRules inbound, Optional<String> callerId, boolean assertIdentity,
        int optionsSeconds, int answerSeconds, TrunkSecurity security, Optional<Tariff> tariff) {
    public Trunk {
        if (!Names.isTrunkName(name))
            throw new IllegalArgumentException("name: " + name);
        requireNonNull(host);
        if (port < 0 || port > 65535)
            throw new IllegalArgumentException("port: " + port);
        requireNonNull(transport);
        inboundAddresses = List.copyOf(inboundAddresses);
        requireNonNull(registration);
        if (maxCalls < 0)
            throw new IllegalArgumentException("maxCalls: " + maxCalls);
        if (maxCallsPerSecond < 0)
            throw new IllegalArgumentException("maxCallsPerSecond: " + maxCallsPerSecond);
        requireNonNull(region);
        requireNonNull(outbound);
        requireNonNull(inbound);
        requireNonNull(callerId);
        if (optionsSeconds < 0)
            throw new IllegalArgumentException("optionsSeconds: " + optionsSeconds);
        if (answerSeconds < 1)
            throw new IllegalArgumentException("answerSeconds: " + answerSeconds);
        requireNonNull(security);
        requireNonNull(tariff);
    }

    /** One without prices. */
    public Trunk(String name, String host, int port, Transport transport, List<String> inboundAddresses,
            Optional<TrunkRegistration> registration, int maxCalls, int maxCallsPerSecond, boolean enabled,
            String region, NumberRules outbound, NumberRules inbound, Optional<String> callerId,
            boolean assertIdentity, int optionsSeconds, int answerSeconds, TrunkSecurity security) {
        this(name, host, port, transport, inboundAddresses, registration, maxCalls, maxCallsPerSecond, enabled,
                region, outbound, inbound, callerId, assertIdentity, optionsSeconds, answerSeconds, security,
                Optional.empty());
    }

    /** One without TLS or SRTP. */
    public Trunk(String name, String host, int port, Transport transport, List<String> inboundAddresses,
            Optional<TrunkRegistration> registration, int maxCalls, int maxCallsPerSecond, boolean enabled,
            String region, NumberRules outbound, NumberRules inbound, Optional<String> callerId,
            boolean assertIdentity, int optionsSeconds, int answerSeconds) {
        this(name, host, port, transport, inboundAddresses, registration, maxCalls, maxCallsPerSecond, enabled,
                region, outbound, inbound, callerId, assertIdentity, optionsSeconds, answerSeconds,
                TrunkSecurity.NONE);
    }

    /** The name that its certificate must bear. */
    public String certificateName() {
        return security.certificateName().orElse(host);
    }
}
