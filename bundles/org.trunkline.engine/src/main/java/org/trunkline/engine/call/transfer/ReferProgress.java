package org.trunkline.engine.call.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Optional;

import org.trunkline.engine.call.dialog.InDialogRequest;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;

/** Tells who asked for a transfer how it goes: NOTIFY with a status line (RFC 3515 §2.4.4, RFC 3420). */
public final class ReferProgress implements ResponseTaker {
    private static final String FRAGMENT = "message/sipfrag;version=2.0";

    private final Leg leg;
    private final Header event;
    private final boolean wanted;
    private String contact = "";
    private boolean over;

    /** @param first whether it is the first REFER of its dialog: later ones need an id (RFC 3515 §2.4.6) */
    ReferProgress(Leg leg, IncomingRequest refer, boolean first) {
        this.leg = leg;
        this.event = new Header("Event", first ? "refer" : "refer;id=" + refer.cseq());
        this.wanted = wanted(refer);
    }

    /** RFC 4488: who does not want to hear of it says so. */
    static boolean wanted(IncomingRequest refer) {
        return refer.header("Refer-Sub").map(String::strip).filter("false"::equalsIgnoreCase).isEmpty();
    }

    void under(int status) {
        tell(status, "active;expires=60");
    }

    void ended(int status) {
        tell(status, "terminated;reason=noresource");
        over = true;
    }

    /** The number under which the call is taken back, when it is parked: the Contact of the answer (RFC 3420 §2.1). */
    void at(String number) {
        contact = "Contact: <" + SipUri.of(number, scope().ports().directory().realm()) + ">\r\n";
    }

    private void tell(int status, String state) {
        if (over || !wanted)
            return;
        var line = "SIP/2.0 " + status + ' ' + phrase(status) + "\r\n" + (status < 200 || status >= 300 ? "" : contact);
        InDialogRequest.send(leg, "NOTIFY", List.of(event, new Header("Subscription-State", state)),
                Optional.of(new Body(FRAGMENT, line.getBytes(US_ASCII))), this);
    }

    private static String phrase(int status) {
        return switch (status) {
            case 100 -> "Trying";
            case 180 -> "Ringing";
            case 183 -> "Session Progress";
            case 200 -> "OK";
            case 404 -> "Not Found";
            case 480 -> "Temporarily Unavailable";
            case 486 -> "Busy Here";
            case 487 -> "Request Terminated";
            case 503 -> "Service Unavailable";
            case 603 -> "Decline";
            default -> "Unknown";
        };
    }

    @Override
    public CallScope scope() {
        return leg.scope();
    }

    @Override
    public void response(IncomingResponse response) {
        if (response.status() >= 300)
            over = true; // 481 and others: it does not want to know (RFC 6665 §4.2.2)
    }

    @Override
    public void failed(boolean sent) {
        over = true;
    }
}
