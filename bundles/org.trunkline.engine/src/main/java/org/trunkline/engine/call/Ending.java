package org.trunkline.engine.call;

import java.time.Duration;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.port.Scheduler;

/**
 * How a call comes to rest and to its end: the record is written once nothing is under way any more, and the call known
 * for as long as something of it may come. The mailbox's.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    /** How long the record of an ended call waits for the last answers on the wire. */
    private static final Duration LINGER = Duration.ofSeconds(2);
    /** How long an ended call can still be asked for: longer than any INVITE transaction of its (64*T1). */
    private static final Duration FORGET = Duration.ofSeconds(35);
    /** An answered call is at rest then: who hangs up at once has done so, and nothing comes again. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final Call call;
    private Scheduler.Timer rest = () -> {};
    private Optional<Scheduler.Timer> farewell = Optional.empty();
    private Optional<SourceKey> counted = Optional.empty();
    private boolean ended;
    private boolean recorded;
    private boolean discarded;

    Ending(Call call) {
        this.call = call;
    }

    boolean over() {
        return ended;
    }

    /** The call was answered, and may last for hours now. */
    void settleDown() {
        call.invite.forget();
        rest = call.after(REST, () -> {
            call.ladder.pack();
            rest = call.after(FORGET, this::forgetAcks);
        });
    }

    private void forgetAcks() {
        var past = call.now().minus(FORGET);
        for (var leg : call.legs.all())
            if (leg.facts.answeredAt().filter(at -> at.isBefore(past)).isPresent())
                leg.invite.forgetAck(); // no 2xx comes again so late
    }

    void finish(Cause cause, EndedBy by, Optional<String> reason) {
        if (ended)
            return;
        ended = true;
        rest.cancel();
        var record = call.record;
        record.finish(call.now(), cause, by, reason);
        call.handed().ifPresent(handed -> handed.ended(cause));
        call.searches().forEach(each -> each.cancelAll(Reason.CANCELLED));
        call.conversation.abandon();
        for (var leg : call.legs.all()) {
            if (leg != call.caller)
                call.conversation.cancelled(leg);
            leg.sessionTimer.stop();
            leg.facts.ended(record.endedAt(), leg.facts.isAnswered() ? 200 : 487);
            leg.facts.state(CallState.ENDING);
            leg.release();
        }
        call.media.closeAll();
        call.publish(CallState.ENDING);
        LOG.debug("{} ended: {} by {}", call.id, cause, by);
        settle();
        if (!recorded)
            farewell = Optional.of(call.after(LINGER, this::recordBeforeLastWords));
    }

    /** Writes the record as soon as nothing is under way any more. */
    void settle() {
        if (!ended)
            return;
        for (var leg : call.legs.all())
            if (leg.invite.isUnderWay())
                return;
        farewell.ifPresent(Scheduler.Timer::cancel);
        writeRecord();
        call.board().forget(call);
    }

    /** A peer is slow to answer the last request: the record shall not wait, but the call must know what comes. */
    private void recordBeforeLastWords() {
        writeRecord();
        forgetLater();
    }

    private void forgetLater() {
        farewell = Optional.of(call.after(FORGET, () -> call.board().forget(call)));
    }

    private void writeRecord() {
        if (recorded)
            return;
        recorded = true;
        if (!discarded) {
            call.ports().records().ended(call.record.ended(), call.record.ladder(call.ladder));
            call.board().table().recorded(call);
        }
    }

    /** Ends a call that never was one, such as one without credentials: no record. */
    void discard() {
        withoutRecord();
        call.board().forget(call);
    }

    /** The caller's leg is another call's now: nothing is left but to know its INVITE when it comes again. */
    void vanish() {
        call.legs.all().remove(call.caller);
        withoutRecord();
        call.media.closeAll();
        call.board().table().vanished(call);
        forgetLater();
    }

    private void withoutRecord() {
        ended = true;
        recorded = true;
        discarded = true;
    }

    /** A defect may have kept the call from its end: nothing of it is left behind all the same. */
    void broken() {
        if (recorded)
            return;
        ended = true;
        rest.cancel();
        forgetLater();
        if (!call.record.finished())
            call.record.finish(call.now(), Cause.INTERNAL_ERROR, EndedBy.NODE, Optional.empty());
        call.legs.all().forEach(Leg::release);
        call.handed().ifPresent(handed -> handed.ended(Cause.INTERNAL_ERROR));
        call.media.closeAll();
        writeRecord();
    }

    /** It began, and counts until it is over. */
    void counts(SourceKey source) {
        counted = Optional.of(source);
    }

    /** @return where it counted and does no more from now on */
    Optional<SourceKey> countedOut() {
        var was = counted;
        counted = Optional.empty();
        return was;
    }
}
