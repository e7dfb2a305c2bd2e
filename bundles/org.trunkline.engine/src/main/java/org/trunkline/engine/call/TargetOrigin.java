package org.trunkline.engine.call;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;

/** What led a search to a target, for the why-record. @param by as in {@link Candidate} */
record TargetOrigin(Origin origin, String by) {
    static final TargetOrigin DIALLED = new TargetOrigin(Origin.DIALLED, "");

    Candidate passedOver(String target, Reason reason, long used, long limit) {
        return new Candidate(target, Verdict.PASSED_OVER, reason, used, limit, 0, origin, by);
    }

    Candidate passedOver(String target, Reason reason) {
        return passedOver(target, reason, 0, 0);
    }

    Candidate unreachable(String target) {
        return new Candidate(target, Verdict.FAILED, Reason.TRANSPORT_ERROR, 0, 0, 0, origin, by);
    }
}
