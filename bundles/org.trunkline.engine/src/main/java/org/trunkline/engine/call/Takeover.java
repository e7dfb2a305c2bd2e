package org.trunkline.engine.call;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * Somebody's own INVITE takes the place of one side of another call: of a phone that rings (pickup), or of one that has
 * answered (RFC 3891). Run by the mailbox of the call that is taken over.
 */
final class Takeover {
    private final Call call;
    private final Call from;
    private final Leg leg;

    /** @param from the call of the INVITE; it keeps still until told what became of it */
    Takeover(Call call, Call from) {
        this.call = call;
        this.from = from;
        this.leg = from.caller;
    }

    /** @param replaced the side whose place is taken; empty for whoever rings that the taker may pick up */
    void run(Optional<Leg> replaced, boolean earlyOnly) {
        if (call.over() || replaced.filter(old -> old.call() != call).isPresent())
            refuse(481);
        else if (replaced.filter(old -> old.facts.isAnswered()).isPresent())
            replace(replaced.get(), earlyOnly);
        else if (replaced.filter(old -> old.invite.client() == null).isPresent())
            refuse(481); // an early dialog that the node did not begin (RFC 3891 §3)
        else
            pickUp();
    }

    private void refuse(int status) {
        from.post(() -> from.trade.returned(status, status == 488 ? Cause.MEDIA_UNAVAILABLE : Cause.NOT_FOUND));
    }

    private void pickUp() {
        boolean rings = call.caller.invite.awaitsAnswer() && call.search.ringing().stream()
                .anyMatch(user -> user.equals(leg.peer()) || call.ports().directory().mayPickUp(leg.peer(), user));
        if (!rings || call.media.offer().isEmpty()) {
            refuse(rings ? 488 : 481);
            return;
        }
        var callers = call.media.offer().get();
        var takers = from.media.offer().orElseThrow();
        var toCaller = callers.answeredWith(takers);
        var toTaker = takers.answeredWith(callers);
        if (toCaller.isEmpty() || toTaker.isEmpty())
            refuse(488);
        else
            pickUp(callers, takers, toCaller.get(), toTaker.get());
    }

    private void pickUp(SessionDescription callers, SessionDescription takers, SessionDescription toCaller,
            SessionDescription toTaker) {
        var relay = call.media.open();
        var side = leg.side();
        try {
            leg.side(LegSide.CALLEE);
            relay.believe(call.caller, callers);
            relay.believe(leg, takers);
            var callersAnswer = relay.tell(call.caller, toCaller);
            var answer = relay.tell(leg, toTaker);
            relay.decline(toCaller);
            call.search.cancelAll(Reason.ANSWERED_ELSEWHERE);
            take(LegSide.CALLEE, Origin.PICKUP);
            call.media.use(relay);
            leg.media.codec(toCaller.codec());
            call.caller.media.codec(toCaller.codec());
            call.conversation.answering.pickedUp(leg, from.invite.cseq, answer, callersAnswer);
        } catch (MediaUnavailableException e) {
            leg.side(side);
            call.media.close(relay);
            refuse(503);
        }
    }

    private void take(LegSide side, Origin origin) {
        leg.move(call, side);
        call.legs.adopt(leg);
        call.search.pass(new Candidate(leg.dialog.hop().shown(), Verdict.CHOSEN, Reason.NONE, 0, 0, 200, origin, leg.peer()));
        from.post(from.trade::taken);
    }

    private void replace(Leg old, boolean earlyOnly) {
        var conversation = call.conversation;
        if (earlyOnly) {
            refuse(486);
            return;
        }
        if (conversation.release(old).isEmpty()) {
            refuse(481);
            return;
        }
        var partner = conversation.other(old);
        var relay = call.media.open();
        var offer = from.media.offer().orElseThrow();
        var side = leg.side();
        try {
            leg.side(old.side());
            relay.believe(leg, offer);
            var told = relay.tell(partner, offer);
            take(old.side(), Origin.TRANSFER);
            conversation.offers.offer(new Reoffer(call, partner, answer -> agreed(old, partner, relay, answer),
                    status -> refused(relay, status)), told);
        } catch (MediaUnavailableException e) {
            leg.side(side);
            call.media.close(relay);
            refuse(503);
        }
    }

    private void agreed(Leg old, Leg partner, MediaBridge relay, SessionDescription answer) {
        if (!leg.invite.awaitsAnswer()) { // cancelled meanwhile: its partner has new media already, and nobody there
            call.clearing.end(Cause.CANCELLED, EndedBy.NODE, 487);
            return;
        }
        try {
            relay.believe(partner, answer);
            var body = relay.tell(leg, answer);
            relay.decline(answer);
            partner.media.agreed(answer);
            leg.media.codec(answer.codec());
            call.media.use(relay);
            call.record.transferredBy(old.peer());
            call.conversation.answering.replaced(leg, from.invite.cseq, old, body);
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
            call.respond(transaction, leg, Statuses.forCaller(status), List.of(), Optional.empty());
    }
}
