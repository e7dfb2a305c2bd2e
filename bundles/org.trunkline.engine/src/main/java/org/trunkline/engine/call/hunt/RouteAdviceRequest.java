package org.trunkline.engine.call.hunt;

import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.PolicyAdvice.Verdict;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.RouteAdvisor;
import org.trunkline.engine.port.routing.RouteAdvisor.Answer;

/**
 * Asks the route advisor about a decision of a search. Nothing waits meanwhile: the answer is an event of the call, and a
 * timer stands in for one that does not come. The mailbox's.
 */
public final class RouteAdviceRequest {
    /** The advisor keeps budgets of its own, far below; this is for one that is broken. */
    private static final Duration PATIENCE = ofSeconds(1);

    private final CallCore call;
    private final BooleanSupplier over;
    private final Decision decided;
    private final Consumer<Decision> next;
    private Scheduler.Timer guard = () -> {};
    private boolean answered;

    private RouteAdviceRequest(CallCore call, BooleanSupplier over, Decision decided, Consumer<Decision> next) {
        this.call = call;
        this.over = over;
        this.decided = decided;
        this.next = next;
    }

    /** Whether somebody is to be asked about a decision. */
    public static boolean isWanted(CallCore call, boolean emergency, Decision decision) {
        return call.ports().advisor().listens() && !emergency && !(decision instanceof Decision.PickUp);
    }

    /**
     * @param over whether an answer comes too late
     * @param next goes on with what was decided in the end
     */
    public static void ask(CallCore call, BooleanSupplier over, RouteRequest request, Decision decision, Consumer<Decision> next) {
        new RouteAdviceRequest(call, over, decision, next).ask(call.ports().advisor(), request);
    }

    private void ask(RouteAdvisor advisor, RouteRequest request) {
        int calls = request.subscriber().map(name -> call.scope.otherCallsOf(name)).orElse(0);
        var question = new RouteAdvisor.Question(call.id, call.record.startedAt(), request, decided, calls);
        if (advisor.advise(question, answer -> call.post(() -> answered(answer))))
            guard = call.after(PATIENCE, this::late);
        else
            next.accept(decided);
    }

    private void late() {
        answered(new Answer(decided, List.of(new PolicyAdvice("policies", Verdict.LATE, "", PATIENCE.toMillis()))));
    }

    /** A call that ended meanwhile, or found somebody else, needs no answer; a second one says nothing. */
    private void answered(Answer answer) {
        if (answered)
            return;
        answered = true;
        guard.cancel();
        call.record.advised(answer.advice());
        if (!over.getAsBoolean())
            next.accept(answer.decision());
    }
}
