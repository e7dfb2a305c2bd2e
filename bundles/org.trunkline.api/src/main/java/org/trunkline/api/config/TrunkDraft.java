package org.trunkline.api.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.TrunkSecurity;

/**
 * A trunk to save; fields as in {@link org.trunkline.domain.config.Trunk}.
 *
 * @param registration empty for none; its password empty to keep the present one
 * @param tariff empty for none
 */
public record TrunkDraft(String name, String host, int port, Transport transport, List<String> inboundAddresses,
        Optional<Registration> registration, int maxCalls, int maxCallsPerSecond, boolean enabled, String region,
        Rules outbound, Rules inbound, Optional<String> callerId, boolean assertIdentity, int optionsSeconds,
        int answerSeconds, TrunkSecurity security, Optional<TariffDraft> tariff) {

    /** @param expiresSeconds 60 to 86400 */
    public record Registration(String username, Optional<String> password, int expiresSeconds) {
        /** Tells no secret. */
        @Override
        public String toString() {
            return "Registration[" + username + "]";
        }
    }

    /** As {@link NumberRules}, unchecked. */
    public record Rules(int strip, String prefix, NumberRules.Format format) {
        public static final Rules NONE = new Rules(0, "", NumberRules.Format.UNCHANGED);
    }

    /** One without prices. */
    public TrunkDraft(String name, String host, int port, Transport transport, List<String> inboundAddresses,
            Optional<Registration> registration, int maxCalls, int maxCallsPerSecond, boolean enabled, String region,
            Rules outbound, Rules inbound, Optional<String> callerId, boolean assertIdentity, int optionsSeconds,
            int answerSeconds, TrunkSecurity security) {
        this(name, host, port, transport, inboundAddresses, registration, maxCalls, maxCallsPerSecond, enabled,
                region, outbound, inbound, callerId, assertIdentity, optionsSeconds, answerSeconds, security,
                Optional.empty());
    }

    /** One without TLS or SRTP. */
    public TrunkDraft(String name, String host, int port, Transport transport, List<String> inboundAddresses,
            Optional<Registration> registration, int maxCalls, int maxCallsPerSecond, boolean enabled, String region,
            Rules outbound, Rules inbound, Optional<String> callerId, boolean assertIdentity, int optionsSeconds,
            int answerSeconds) {
        this(name, host, port, transport, inboundAddresses, registration, maxCalls, maxCallsPerSecond, enabled,
                region, outbound, inbound, callerId, assertIdentity, optionsSeconds, answerSeconds,
                TrunkSecurity.NONE);
    }

    public static final int DEFAULT_PORT = 5060;
    /** RFC 3261 §19.1.2. */
    public static final int DEFAULT_TLS_PORT = 5061;
    public static final int DEFAULT_OPTIONS_SECONDS = 30;
    public static final int DEFAULT_ANSWER_SECONDS = 120;
    public static final int DEFAULT_EXPIRES_SECONDS = 3600;

    /** A new trunk with all defaults: UDP, no limits, no registration, OPTIONS each 30 s. */
    public static TrunkDraft of(String name, String host) {
        return new TrunkDraft(name, host, DEFAULT_PORT, Transport.UDP, List.of(), Optional.empty(), 0, 0, true, "",
                Rules.NONE, Rules.NONE, Optional.empty(), false, DEFAULT_OPTIONS_SECONDS, DEFAULT_ANSWER_SECONDS);
    }
}
