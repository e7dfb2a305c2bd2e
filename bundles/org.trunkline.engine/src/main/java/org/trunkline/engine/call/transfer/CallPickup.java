package org.trunkline.engine.call.transfer;

import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegLoan;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.call.session.NodeOffer;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * Somebody's own INVITE takes the place of one side of another call: of a phone that rings (pickup), or of one that has
 * answered (RFC 3891). Run by the mailbox of the call that is taken over.
 */
public final class CallPickup {
    private final CallCore call;
    private final TargetHunt search;
    private final Conversation conversation;
    private final Referrals referrals;
    private final LegLoan from;
    private final Leg leg;

    /** @param search the caller's */
    public CallPickup(CallCore call, TargetHunt search, Conversation conversation, Referrals referrals, LegLoan from) {
        this.call = call;
        this.search = search;
        this.conversation = conversation;
        this.referrals = referrals;
        this.from = from;
        this.leg = from.leg();
    }

    /** @param replaced the side whose place is taken; empty for any ringing phone that the taker may pick up */
    public void run(Optional<Leg> replaced, boolean earlyOnly) {
        if (call.over() || call.isForFirstOnly() || replaced.filter(old -> old.owner() != call.owner).isPresent())
            refuse(481);
        else if (replaced.filter(old -> old.facts.isAnswered()).isPresent())
            replace(replaced.get(), earlyOnly);
        else if (replaced.filter(old -> old.invite.client() == null).isPresent())
            refuse(481); // an early dialog that the node did not begin (RFC 3891 §3)
        else
            pickUp();
    }

    private void refuse(int status) {
        from.returned(status, status == 488 ? Cause.MEDIA_UNAVAILABLE : Cause.NOT_FOUND);
    }

    private void pickUp() {
        boolean rings = call.caller.invite.awaitsAnswer() && search.ringing().stream()
                .anyMatch(user -> user.equals(leg.peer()) || call.ports().directory().mayPickUp(leg.peer(), user));
        if (!rings || call.media.offer().isEmpty()) {
            refuse(rings ? 488 : 481);
            return;
        }
        var relay = call.media.open();
        var callers = call.media.offer().get();
        var agreed = relay.agree(call.caller, callers, from.offer());
        if (agreed.isPresent()) {
            pickUp(relay, callers, agreed.get());
        } else {
            call.media.close(relay);
            refuse(488);
        }
    }

    private void pickUp(MediaBridge relay, SessionDescription callers, MediaBridge.Agreement agreed) {
        var side = leg.side();
        try {
            leg.side(LegSide.CALLEE);
            relay.believe(call.caller, callers);
            relay.believe(leg, from.offer());
            var callersAnswer = relay.answer(call.caller, agreed.toCaller());
            var answer = relay.answer(leg, agreed.toCallee());
            relay.decline(agreed.toCaller());
            search.cancelAll(Reason.ANSWERED_ELSEWHERE);
            take(LegSide.CALLEE, Origin.PICKUP);
            call.media.use(relay);
            leg.media.codec(relay.converts() ? agreed.toCallee().codec() : agreed.toCaller().codec());
            call.caller.media.codec(agreed.toCaller().codec());
            conversation.answering.pickedUp(leg, from.cseq(), answer, callersAnswer);
        } catch (MediaUnavailableException e) {
            leg.side(side);
            call.media.close(relay);
            refuse(503);
        }
    }

    private void take(LegSide side, Origin origin) {
        leg.move(call.owner, side);
        call.legs.adopt(leg);
        search.pass(new Candidate(leg.dialog.hop().shown(), Verdict.CHOSEN, Reason.NONE, 0, 0, 200, origin, leg.peer()));
        from.taken();
    }

    /** The party that an application has parked; a call that rings for it meanwhile is called off. @param then told once it is taken */
    public void retrieve(Leg application, Runnable then) {
        referrals.callOff(application);
        if (call.over() || application.owner() != call.owner)
            from.returned(404, Cause.NOT_FOUND);
        else if (referrals.partnerOf(application).isEmpty())
            from.returned(486, Cause.BUSY); // somebody else takes it now
        else
            put(application, Origin.RETRIEVE, then);
    }

    private void replace(Leg old, boolean earlyOnly) {
        if (earlyOnly)
            refuse(486);
        else if (referrals.partnerOf(old).isEmpty())
            refuse(481);
        else
            put(old, Origin.TRANSFER, () -> call.record.transferredBy(old.peer()));
    }

    private void put(Leg old, Origin origin, Runnable then) {
        var partner = conversation.sides.other(old);
        var relay = call.media.open();
        var offer = from.offer();
        var side = leg.side();
        try {
            leg.side(old.side());
            relay.believe(leg, offer);
            var told = relay.offer(partner, offer);
            take(old.side(), origin);
            conversation.offers.offer(new NodeOffer(call, partner, answer -> agreed(old, partner, relay, answer, then),
                    status -> refused(relay, status)), told);
        } catch (MediaUnavailableException e) {
            leg.side(side);
            call.media.close(relay);
            refuse(503);
        }
    }

    private void agreed(Leg old, Leg partner, MediaBridge relay, SessionDescription answer, Runnable then) {
        if (!leg.invite.awaitsAnswer() && old.isInside()) { // cancelled meanwhile: its partner stays with the application
            call.media.close(relay);
            conversation.offers.renew(partner);
            return;
        }
        if (!leg.invite.awaitsAnswer()) { // cancelled meanwhile: its partner has new media already, and nobody there
            call.life.end(Cause.CANCELLED, EndedBy.NODE, 487);
            return;
        }
        try {
            relay.believe(partner, answer);
            leg.media.codec(answer.codec()); // unless it is converted
            var body = relay.answer(leg, answer);
            relay.decline(answer);
            partner.media.agreed(answer);
            call.media.use(relay);
            then.run();
            conversation.answering.replaced(leg, from.cseq(), old, body);
        } catch (MediaUnavailableException e) {
            refused(relay, 503);
        }
    }

    private void refused(MediaBridge relay, int status) {
        call.media.close(relay);
        var transaction = leg.invite.answer();
        leg.facts.ended(call.now(), status);
        leg.release();
        if (transaction != null)
            leg.respond(transaction, Statuses.forCaller(status));
    }
}
