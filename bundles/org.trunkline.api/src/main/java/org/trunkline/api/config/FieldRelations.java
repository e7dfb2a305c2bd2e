package org.trunkline.api.config;

import java.util.Optional;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;

/** Rules between fields of one entry: what annotations cannot say. */
final class FieldRelations {
    private FieldRelations() {}

    static void trunk(Trunk trunk, Findings found) {
        var peer = trunk.peer();
        if (peer.port() == 0 && AddressBlock.parseAddress(peer.host()).isPresent())
            found.add("port", "needs-name", "port 0 uses DNS for port and transport, so the host must be a name");
        boolean tls = peer.transport() == Transport.TLS;
        if (trunk.security().srtp() != Srtp.NEVER && !tls)
            found.add("security.srtp", "needs-tls", "SRTP needs the transport TLS: otherwise its keys are sent unencrypted");
        if (trunk.security().mutualTls() && !tls)
            found.add("security.mutualTls", "needs-tls", "certificates are shown over the transport TLS only");
        national("outbound", trunk.numbers().outbound(), trunk, found);
        national("inbound", trunk.numbers().inbound(), trunk, found);
    }

    private static void national(String field, NumberRules rules, Trunk trunk, Findings found) {
        if (rules.format() == NumberRules.Format.NATIONAL && trunk.numbers().region().isEmpty())
            found.add(field + ".format", "needs-region", "national numbers need the trunk's region, such as SE");
    }

    static void subscriber(Subscriber subscriber, Findings found) {
        var handling = subscriber.handling();
        String own = subscriber.username();
        toItself("handling.forwardAlways", handling.forwardAlways(), own, found);
        toItself("handling.forwardBusy", handling.forwardBusy(), own, found);
        toItself("handling.forwardNoAnswer", handling.forwardNoAnswer(), own, found);
        toItself("handling.forwardUnreachable", handling.forwardUnreachable(), own, found);
        if (subscriber.password().given().filter(own::equalsIgnoreCase).isPresent())
            found.add("password", "password-is-username", "the password must differ from the username");
    }

    static void ringGroup(RingGroup group, Findings found) {
        toItself("fallback", group.fallback(), group.name(), found);
    }

    private static void toItself(String field, Optional<String> target, String own, Findings found) {
        target.filter(t -> Names.tidyTarget(t).equals(own)).ifPresent(t -> found.add(field, "to-itself",
                field + " \"" + t + "\" would send the call back to itself", t));
    }
}
