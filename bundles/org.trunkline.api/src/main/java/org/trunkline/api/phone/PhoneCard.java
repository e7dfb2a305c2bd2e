package org.trunkline.api.phone;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.schema.Secret;

/**
 * All that a phone needs to register.
 *
 * @param displayName of the subscriber, or empty
 * @param server where the phone registers
 * @param password shown this once: the node keeps digests only
 * @param sipUri {@code sip:anna@192.0.2.10:5060;transport=udp}
 * @param provisioning where the phone can fetch its settings instead
 * @param servers all that the node listens on, the best first
 */
public record PhoneCard(String username, String displayName, Server server, Secret password, String sipUri,
        Provisioning provisioning, List<Server> servers) {
    /**
     * Where a phone registers.
     *
     * @param host address or name, IPv6 without brackets
     * @param thisMachineOnly whether it is a loopback address, which no other machine reaches
     */
    public record Server(String host, int port, Transport transport, boolean thisMachineOnly) {
        public Server {
            requireNonNull(host);
            requireNonNull(transport);
        }
    }

    public PhoneCard {
        requireNonNull(username);
        requireNonNull(displayName);
        requireNonNull(server);
        requireNonNull(password);
        requireNonNull(sipUri);
        requireNonNull(provisioning);
        servers = List.copyOf(servers);
    }

    /** What a QR code of the card says: where Linphone fetches its settings, else the SIP URI. */
    public String qrText() {
        return provisioning.thisMachineOnly() ? sipUri : provisioning.address() + Provisioning.LINPHONE;
    }
}
