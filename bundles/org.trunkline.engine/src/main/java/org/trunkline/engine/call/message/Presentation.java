package org.trunkline.engine.call.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.trunkline.domain.call.Party;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/**
 * How a caller is shown to the other side. Who asks for privacy (RFC 3323 §4.2, RFC 3325 §9.3) is anonymous to phones
 * and in From; a trunk that asserts identities gets the number too, to keep to itself.
 *
 * @param anonymous whether the caller asked for it
 * @param inbound whether the caller came in on a trunk
 * @param unsaid whether its From alone asks for it: then who is told the number is told to keep it, too
 */
public record Presentation(boolean anonymous, boolean inbound, boolean unsaid) {
    /** Of a side that does not call, or is not known yet. */
    public static final Presentation PLAIN = new Presentation(false, false, false);

    /** The host of a caller that hides its own address (RFC 3323 §4.1.1.3). */
    private static final String HIDDEN = "anonymous.invalid";
    private static final NameAddress ANONYMOUS = new NameAddress("Anonymous", "sip:anonymous@" + HIDDEN);
    /** What a B2BUA that relays the media does anyway, or by {@link HeaderPolicy#hidesHistory}. */
    private static final List<String> KNOWN = List.of("id", "user", "header", "session", "history", "none", "critical");
    private static final String NOBODY = "anonymous";

    /** @param headers that go with it */
    public record Shown(NameAddress from, String contactUser, List<Header> headers) {}

    public static Presentation of(IncomingRequest invite, boolean inbound) {
        boolean itself = SipUri.parse(invite.from().uri()).filter(uri -> uri.host().equalsIgnoreCase(HIDDEN)).isPresent();
        boolean asked = values(invite).stream().anyMatch(List.of("id", "user", "header")::contains);
        return new Presentation(itself || asked, inbound, itself && values(invite).isEmpty());
    }

    /** Whether the caller wants no call rather than one without what it asks for, and that is nothing known here. */
    public static boolean cannotBe(IncomingRequest invite) {
        var values = values(invite);
        return values.contains("critical") && !KNOWN.containsAll(values);
    }

    private static List<String> values(IncomingRequest invite) {
        return invite.headers("Privacy").stream().flatMap(line -> Stream.of(line.split("[;,]")))
                .map(value -> value.strip().toLowerCase(Locale.ROOT)).toList();
    }

    public Shown toPhone(Party from) {
        if (anonymous)
            return new Shown(ANONYMOUS, NOBODY, List.of());
        String caller = inbound ? from.normalised() : from.dialled();
        return new Shown(new NameAddress(from.displayName(), SipUri.of(caller, OutgoingRequest.OWN_HOST)), caller, List.of());
    }

    public Shown toTrunk(TrunkTarget target) {
        boolean known = !target.callerUser().isEmpty();
        String caller = known ? target.callerUser() : NOBODY;
        var real = new NameAddress(anonymous ? "" : target.callerName(), SipUri.of(caller, OutgoingRequest.OWN_HOST));
        var headers = new ArrayList<Header>(1);
        if (target.trunk().numbers().assertIdentity() && known)
            headers.add(new Header("P-Asserted-Identity", real.encode()));
        if (unsaid)
            headers.add(new Header("Privacy", "id")); // RFC 3325 §9.3; what the caller says itself goes with it anyway
        return anonymous ? new Shown(ANONYMOUS, NOBODY, headers) : new Shown(real, caller, headers);
    }
}
