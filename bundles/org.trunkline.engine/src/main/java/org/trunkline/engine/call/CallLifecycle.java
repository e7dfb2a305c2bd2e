package org.trunkline.engine.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;

/**
 * The life of a call as one state machine, and what ends it or one of its legs on the wire: a refusal, a CANCEL, a BYE. The
 * record is written once nothing is under way any more, and the call is known for as long as a message of it may come. The
 * mailbox's.
 */
final class CallLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(CallLifecycle.class);
    /** How long the record of an ended call waits for the last answers on the wire. */
    private static final Duration LINGER = Duration.ofSeconds(2);
    /** How long an ended call can still be asked for: longer than any INVITE transaction of its (64*T1). */
    private static final Duration FORGET = Duration.ofSeconds(35);
    /** An answered call is at rest then: who hangs up at once has done so, and nothing comes again. */
    private static final Duration REST = Duration.ofSeconds(10);

    /** In order; drawn in docs/architecture.md. */
    enum Phase {
        /** From the INVITE to its final response. */
        SETUP,
        /** The caller's leg is offered to another call (Replaces, pickup), which decides. */
        LENT,
        ANSWERED,
        /** It has ended; answers to the last requests are awaited, at most {@link #LINGER}. */
        ENDING,
        /** Its record is written, or there is none; late messages still find it. */
        RECORDED,
        FORGOTTEN
    }

    private final CallCore call;
    private final LifecycleListener listener;
    private Phase phase = Phase.SETUP;
    /** Calms down an answered call, or gives up waiting after the end. */
    private Scheduler.Timer timer = () -> {};
    /** Reasons of the caller's CANCEL, for those that ring. */
    private List<Header> cancelReasons = List.of();

    CallLifecycle(CallCore call, LifecycleListener listener) {
        this.call = call;
        this.listener = listener;
    }

    Phase phase() {
        return phase;
    }

    /** Whether the end has begun. */
    boolean over() {
        return phase.compareTo(Phase.ENDING) >= 0;
    }

    private boolean recorded() {
        return phase.compareTo(Phase.RECORDED) >= 0;
    }

    private void enter(Phase next, Duration after, Runnable then) {
        enter(next);
        timer = call.after(after, then);
    }

    private void enter(Phase next) {
        timer.cancel();
        phase = next;
    }

    // ---- the caller's leg and another call

    void lend() {
        enter(Phase.LENT);
    }

    boolean lent() {
        return phase == Phase.LENT;
    }

    /** The other call did not want it. */
    void returned() {
        if (lent())
            enter(Phase.SETUP);
    }

    /** The caller's leg is another call's now: this one only has to recognise its INVITE when it comes again. */
    void vanish() {
        enter(Phase.RECORDED, FORGET, this::forget);
        call.legs.remove(call.caller);
        call.media.closeAll();
        listener.vanished();
    }

    // ---- the answer

    /** The call was answered, and may last for hours now. */
    void answered() {
        listener.finalStatus(true);
        call.invite.forget();
        enter(Phase.ANSWERED, REST, () -> {
            call.ladder.pack();
            timer = call.after(FORGET, this::forgetAcks);
        });
    }

    private void forgetAcks() {
        var past = call.now().minus(FORGET);
        for (var leg : call.legs.all())
            if (leg.facts.answeredAt().filter(at -> at.isBefore(past)).isPresent())
                leg.invite.forgetAck();
    }

    // ---- before the answer

    List<Header> cancelReasons() {
        return cancelReasons;
    }

    /** Nobody is rung any more, and the caller's INVITE is refused. */
    void giveUp(int status, Cause cause) {
        listener.stopHunting();
        refuse(status, cause, EndedBy.NODE, Statuses.reason(cause));
    }

    /** The caller's INVITE ends without an answer. */
    void refuse(int status, Cause cause, EndedBy by, Header... headers) {
        refuse(status, cause, by, Optional.empty(), List.of(headers));
    }

    void refuse(int status, Cause cause, EndedBy by, Optional<String> reason, List<Header> headers) {
        if (over())
            return;
        refuseInvite(call.caller, status, headers);
        listener.refused();
        call.caller.facts.ended(call.now(), status);
        call.record.status(status);
        listener.finalStatus(false);
        finish(cause, by, reason);
    }

    private static void refuseInvite(Leg leg, int status, List<Header> headers) {
        var transaction = leg.invite.answer();
        if (transaction != null)
            leg.respond(transaction, status, headers, Optional.empty());
    }

    /** The caller gave up, by CANCEL or an early BYE. */
    void cancelled(IncomingRequest by) {
        if (over() || !call.caller.invite.awaitsAnswer())
            return;
        cancelReasons = by.headers("Reason").stream().limit(4).map(value -> new Header("Reason", value)).toList();
        listener.stopHunting();
        refuse(487, Cause.CANCELLED, EndedBy.CALLER, Statuses.reasonText(by), List.of());
    }

    /** The INVITE of somebody about to take a side's place is cancelled. */
    void cancelled(Leg leg) {
        if (!leg.invite.awaitsAnswer())
            return;
        leg.facts.ended(call.now(), 487);
        refuseInvite(leg, 487, List.of());
    }

    /** Ends a call that never was one, such as one without credentials: no record. */
    void discard() {
        enter(Phase.RECORDED);
        forget();
    }

    // ---- the end

    /** Ends the call from the node's side, whatever it is doing. */
    void end(Cause cause, EndedBy by, int status) {
        if (over() || lent())
            return;
        if (call.caller.invite.awaitsAnswer()) {
            listener.stopHunting();
            refuse(status, cause, by, Statuses.reason(cause));
            return;
        }
        for (var leg : call.legs.all())
            if (leg.dialog.isEstablished() && leg.facts.isAnswered())
                hangUp(leg, List.of(Statuses.reason(cause)));
        finish(cause, by, Optional.empty());
    }

    /** Sends a BYE, now or as soon as the dialog allows (RFC 3261 §15). */
    void hangUp(Leg leg, List<Header> reasons) {
        if (leg.invite.isClosed())
            return;
        leg.facts.ended(call.now(), 200);
        leave(leg);
        var wait = leg.invite.ackWait();
        if (wait != null && wait.initial) {
            leg.invite.byeWhenAcknowledged(reasons);
            return;
        }
        leg.invite.closing();
        InDialogRequest.send(leg, "BYE", reasons, Optional.empty(), new ByeTransaction(leg));
    }

    /** A leg is over: the call may go on for hours without it. */
    void leave(Leg leg) {
        leg.release();
        if (!over() && !leg.isTrunk())
            listener.left(leg);
    }

    /** A 2xx nobody waits for any more (RFC 3261 §13.2.2.4). */
    void acknowledgeAndHangUp(Leg leg, IncomingResponse response) {
        boolean first = !leg.dialog.isEstablished();
        if (first)
            leg.establish(response);
        if (first || leg.dialog.remoteTag().equals(response.toTag())) {
            leg.acknowledge(response.cseq(), Optional.empty());
            leg.facts.ended(call.now(), 487);
            hangUp(leg, List.of(Statuses.ELSEWHERE));
        } else {
            ForkedAnswer.acknowledgeAndHangUp(leg, response);
        }
    }

    void finish(Cause cause, EndedBy by, Optional<String> reason) {
        if (over())
            return;
        enter(Phase.ENDING);
        var record = call.record;
        record.finish(call.now(), cause, by, reason);
        listener.ended(cause);
        listener.abandon();
        for (var leg : call.legs.all()) {
            if (leg != call.caller)
                cancelled(leg);
            leg.sessionTimer.stop();
            leg.facts.ended(record.endedAt(), leg.facts.isAnswered() ? 200 : 487);
            leg.facts.state(CallState.ENDING);
            leg.release();
        }
        call.media.closeAll();
        call.view.publish(CallState.ENDING);
        LOG.debug("{} ended: {} by {}", call.id, cause, by);
        settle();
        if (!recorded())
            timer = call.after(LINGER, this::recordBeforeLastWords);
    }

    /** Writes the record of an ended call as soon as nothing is under way any more. */
    void settle() {
        if (!over())
            return;
        for (var leg : call.legs.all())
            if (leg.invite.isUnderWay())
                return;
        writeRecord();
        forget();
    }

    /** A peer is slow to answer the last request: the record does not wait for it, but the call must know what comes. */
    private void recordBeforeLastWords() {
        writeRecord();
        timer = call.after(FORGET, this::forget);
    }

    private void writeRecord() {
        if (recorded())
            return;
        phase = Phase.RECORDED;
        call.ports().records().ended(call.record.ended(), call.record.ladder(call.ladder));
        listener.recorded();
    }

    private void forget() {
        enter(Phase.FORGOTTEN);
        listener.forgotten();
    }

    /** A defect may have kept the call from its end: nothing of it is left behind all the same. */
    void broken() {
        if (recorded())
            return;
        enter(Phase.ENDING);
        timer = call.after(FORGET, this::forget);
        if (!call.record.finished())
            call.record.finish(call.now(), Cause.INTERNAL_ERROR, EndedBy.NODE, Optional.empty());
        call.legs.all().forEach(Leg::release);
        listener.ended(Cause.INTERNAL_ERROR);
        call.media.closeAll();
        writeRecord();
    }
}
