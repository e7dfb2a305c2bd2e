package org.trunkline.engine.call.transfer;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegLoan;
import org.trunkline.engine.call.dialog.LegOwner;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * Legs that go from one call to another: a consultation's partner to the call it is transferred into, and the caller of an
 * INVITE with Replaces, or of a pickup, into the call that it takes over.
 */
public final class LegHandover implements LegLoan {
    private final CallCore call;
    private final Referrals referrals;
    private Optional<IncomingRequest> cancelled = Optional.empty();

    public LegHandover(CallCore call, Referrals referrals) {
        this.call = call;
        this.referrals = referrals;
    }

    /** The caller's CANCEL waits for the other call. */
    public void cancelled(IncomingRequest by) {
        cancelled = Optional.of(by);
    }

    /**
     * Gives the partner of one leg to another call; this call ends (RFC 5589 §7).
     *
     * @param taker told in the other call's mailbox; no leg where it cannot be had, then a call where the partner is an application
     */
    public void giveAway(Leg consulted, LegSide side, LegOwner to, BiConsumer<Optional<Leg>, Optional<CallId>> taker) {
        var partner = call.over() ? Optional.<Leg>empty() : referrals.partnerOf(consulted);
        partner.ifPresent(leg -> {
            call.record.gave(leg);
            call.legs.remove(leg);
            leg.move(to, side);
            call.record.continuedAs(to.scope().id);
            call.life.hangUp(consulted, List.of(Statuses.reason(Cause.NORMAL)));
        });
        boolean known = partner.isPresent() || !call.over() && referrals.isWithNode(consulted);
        to.scope().post(() -> taker.accept(partner, Optional.of(call.id).filter(_ -> known)));
        if (partner.isPresent())
            call.life.finish(Cause.NORMAL, consulted.side() == LegSide.CALLER ? EndedBy.CALLER : EndedBy.CALLEE,
                    Optional.empty());
    }

    /** Asks another call to take the caller's leg. */
    public void lend(LegOwner to, Optional<Leg> replaced, boolean earlyOnly) {
        call.life.lend();
        to.scope().post(() -> to.take(this, replaced, earlyOnly));
    }

    /** Asks another call, which an application has parked, to take the caller's leg. */
    public void retrieve(LegOwner to, String application) {
        call.life.lend();
        to.scope().post(() -> to.retrieve(this, application));
    }

    @Override
    public Leg leg() {
        return call.caller;
    }

    @Override
    public long cseq() {
        return call.invite.cseq;
    }

    @Override
    public SessionDescription offer() {
        return call.media.offer().orElseThrow();
    }

    @Override
    public void returned(int status, Cause cause) {
        call.post(() -> {
            call.life.returned();
            if (cancelled.isPresent())
                call.life.cancelled(cancelled.get());
            else
                call.life.refuse(status, cause, EndedBy.NODE, Statuses.reason(cause));
        });
    }

    @Override
    public void taken() {
        call.post(() -> {
            call.life.vanish();
            cancelled.ifPresent(by -> call.caller.post(owner -> owner.cancelled(call.caller, by)));
        });
    }
}
