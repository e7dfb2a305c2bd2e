package org.trunkline.engine.call;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.signaling.IncomingRequest;

/**
 * Legs that go to another call: the partner of an attended transfer, and a caller who takes a place elsewhere. While
 * another call decides whether it wants the caller's leg, this one keeps still, so that the leg has one writer.
 */
final class LegTrade {
    private final Call call;
    private boolean lent;
    private Optional<IncomingRequest> cancelled = Optional.empty();

    LegTrade(Call call) {
        this.call = call;
    }

    /** Whether the caller's leg is another call's to take. */
    boolean lent() {
        return lent;
    }

    /** The caller's CANCEL waits for the other call. */
    void cancelled(IncomingRequest by) {
        cancelled = Optional.of(by);
    }

    /**
     * Gives the partner of one leg to another call; this call ends (RFC 5589 §7).
     *
     * @param taker told in the other call's mailbox; empty where the leg cannot be had
     */
    void giveAway(Leg consulted, LegSide side, Call to, BiConsumer<Optional<Leg>, Optional<CallId>> taker) {
        var partner = call.over() ? Optional.<Leg>empty() : call.conversation.release(consulted);
        partner.ifPresent(leg -> {
            call.record.gave(leg);
            call.legs.all().remove(leg);
            leg.move(to, side);
            call.record.continuedAs(to.id);
            call.clearing.hangUp(consulted, List.of(Statuses.reason(Cause.NORMAL)));
        });
        to.post(() -> taker.accept(partner, partner.map(_ -> call.id)));
        if (partner.isPresent())
            call.finish(Cause.NORMAL, consulted.side() == LegSide.CALLER ? EndedBy.CALLER : EndedBy.CALLEE,
                    Optional.empty());
    }

    /** Asks another call to take the caller's leg. */
    void lend(Call to, Optional<Leg> replaced, boolean earlyOnly) {
        lent = true;
        to.post(() -> new Takeover(to, call).run(replaced, earlyOnly));
    }

    /** The other call did not want the leg. */
    void returned(int status, Cause cause) {
        lent = false;
        if (cancelled.isPresent())
            call.clearing.cancelled(cancelled.get());
        else
            call.clearing.refuse(status, cause, EndedBy.NODE, Statuses.reason(cause));
    }

    /** The other call has the leg. */
    void taken() {
        lent = false;
        call.ending.vanish();
        cancelled.ifPresent(_ -> call.caller.post(owner -> owner.conversation.cancelled(call.caller)));
    }
}
