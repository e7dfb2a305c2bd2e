package org.trunkline.engine.call;

import java.util.ArrayList;
import java.util.List;

import org.trunkline.domain.call.Party;
import org.trunkline.engine.port.Directory.TrunkTarget;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.IncomingRequest;
import org.trunkline.engine.port.NameAddress;

/**
 * How a caller is shown to the other side. Who asks for privacy (RFC 3323 §4.2, RFC 3325 §9.3) is anonymous to phones
 * and in From; a trunk that asserts identities gets the number too, to keep to itself.
 *
 * @param anonymous whether the caller asked for it
 * @param inbound whether the caller came in on a trunk
 */
record Presentation(boolean anonymous, boolean inbound) {
    private static final NameAddress ANONYMOUS = new NameAddress("Anonymous", "sip:anonymous@anonymous.invalid");
    private static final String NOBODY = "anonymous";

    /** @param headers that go with it */
    record Shown(NameAddress from, String contactUser, List<Header> headers) {}

    static Presentation of(IncomingRequest invite, boolean inbound) {
        boolean asked = false;
        for (String line : invite.headers("Privacy"))
            for (String value : line.split("[;,]"))
                asked |= List.of("id", "user", "header").contains(value.strip().toLowerCase(java.util.Locale.ROOT));
        return new Presentation(asked, inbound);
    }

    Shown toPhone(Party from, String host) {
        if (anonymous)
            return new Shown(ANONYMOUS, NOBODY, List.of());
        String caller = inbound ? from.normalised() : from.dialled();
        return new Shown(new NameAddress(from.displayName(), SipUri.of(caller, host)), caller, List.of());
    }

    Shown toTrunk(TrunkTarget target, String host) {
        boolean known = !target.callerUser().isEmpty();
        String caller = known ? target.callerUser() : NOBODY;
        var real = new NameAddress(anonymous ? "" : target.callerName(), SipUri.of(caller, host));
        var headers = new ArrayList<Header>(1);
        if (target.trunk().assertIdentity() && known)
            headers.add(new Header("P-Asserted-Identity", real.encode()));
        return anonymous ? new Shown(ANONYMOUS, NOBODY, headers) : new Shown(real, caller, headers);
    }
}
