package org.trunkline.engine.call;

import java.util.Optional;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.engine.port.IncomingResponse;
import org.trunkline.engine.port.Scheduler;

/** One target that is being rung. */
final class Attempt implements ResponseTaker {
    final Leg leg;
    final String target;
    private final Search search;
    Optional<Scheduler.Timer> firstResponse = Optional.empty();
    Optional<Scheduler.Timer> noAnswer = Optional.empty();
    Candidate.Verdict verdict = Candidate.Verdict.CHOSEN;
    Candidate.Reason reason = Candidate.Reason.NONE;
    int status;
    boolean over;
    boolean authorized;
    boolean raised;
    Optional<IncomingResponse> last = Optional.empty();

    Attempt(Search search, Leg leg, String target) {
        this.search = search;
        this.leg = leg;
        this.target = target;
    }

    @Override
    public Call call() {
        return leg.call;
    }

    @Override
    public void response(IncomingResponse response) {
        search.response(this, response);
    }

    @Override
    public void failed(boolean sent) {
        search.failed(this, sent);
    }

    void stopTimers() {
        firstResponse.ifPresent(Scheduler.Timer::cancel);
        noAnswer.ifPresent(Scheduler.Timer::cancel);
    }

    Candidate candidate() {
        return new Candidate(target, verdict, reason, 0, 0, status);
    }
}
