package org.trunkline.engine.call.dialog;

import java.util.Optional;
import java.util.function.BiConsumer;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.message.Invitation;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.WireMessage;

/** The call that a leg belongs to, as its legs and the switchboard see it. The mailbox's, where it does not say otherwise. */
public interface LegOwner {
    /** <b>Threads:</b> any. */
    CallScope scope();

    /** The INVITE that began the call. */
    Invitation invitation();

    /** Whether the call has ended. */
    boolean over();

    /** Something that an ended call waited for is done. */
    void settle();

    void end(Cause cause, EndedBy by, int status);

    // ---- messages

    /** A request within the leg's dialog. */
    void request(Leg from, ServerTransaction transaction, IncomingRequest request);

    void acknowledged(Leg leg, IncomingRequest ack);

    /** A 2xx that came again, or that nobody waits for. */
    void succeededAgain(Leg leg, IncomingResponse success);

    void cancelled(Leg leg, IncomingRequest by);

    /** A 2xx to an INVITE that nobody waits for any more is acknowledged and hung up on (RFC 3261 §13.2.2.4). */
    void acknowledgeAndHangUp(Leg leg, IncomingResponse success);

    /** A message of the leg went over the wire. <b>Threads:</b> any. */
    void passed(Leg leg, WireMessage message);

    // ---- the session

    /** The session of a leg is due to be refreshed (RFC 4028 §7.4). */
    void refresh(Leg leg);

    void sessionExpired(Leg leg);

    /** Offers a leg what the other side said last. */
    void renew(Leg leg);

    // ---- legs between calls

    /**
     * Gives the partner of one leg to another call; this call ends (RFC 5589 §7).
     *
     * @param taker told in the other call's mailbox; empty where the leg cannot be had
     */
    void giveAway(Leg consulted, LegSide side, LegOwner to, BiConsumer<Optional<Leg>, Optional<CallId>> taker);

    /**
     * Takes the caller's leg of another call in the place of one side.
     *
     * @param replaced the side whose place is taken; empty for any ringing phone that the taker may pick up
     */
    void take(LegLoan loan, Optional<Leg> replaced, boolean earlyOnly);

    /** Takes the caller's leg of another call in the place of an application that has this call parked. */
    void retrieve(LegLoan loan, String application);
}
