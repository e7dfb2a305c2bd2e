package org.trunkline.engine.call;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.call.dialog.SessionTimer;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;

/** Why an INVITE of any sender is refused by its headers alone. */
record InviteValidation(int status, Cause cause, List<Header> headers) {
    private static final Header STRANGE_PRIVACY =
            new Header("Warning", "399 trunkline \"unknown privacy type\"");

    /** @param secure whether it went to a SIPS URI */
    static Optional<InviteValidation> to(IncomingRequest invite, boolean secure) {
        boolean secret = secure || invite.contact().filter(SipUri::secure).isPresent();
        if (secret && !invite.transport().encrypted())
            return of(480, Cause.FORBIDDEN, Statuses.SIPS_NOT_ALLOWED); // somebody on the way did not keep it so
        if (invite.looped())
            return of(482, Cause.LOOP);
        if (invite.maxForwards() <= 0)
            return of(483, Cause.LOOP);
        var unsupported = HeaderPolicy.unsupported(invite);
        if (!unsupported.isEmpty())
            return of(420, Cause.FAILED, new Header("Unsupported", String.join(", ", unsupported)));
        if (!HeaderPolicy.takesSdp(invite))
            return of(406, Cause.MEDIA_UNAVAILABLE);
        if (Presentation.cannotBe(invite))
            return of(500, Cause.FAILED, STRANGE_PRIVACY); // RFC 3323 §5
        if (SessionTimer.tooSmall(invite))
            return of(422, Cause.FAILED, new Header("Min-SE", Integer.toString(SessionTimer.MIN_SECONDS)));
        if (!BodyParts.understood(invite))
            return of(415, Cause.MEDIA_UNAVAILABLE, HeaderPolicy.ACCEPT);
        return Optional.empty();
    }

    private static Optional<InviteValidation> of(int status, Cause cause, Header... headers) {
        return Optional.of(new InviteValidation(status, cause, List.of(headers)));
    }
}
