package org.trunkline.engine.call.transfer;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.InDialogRequest;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.hunt.CallOriginator.Failure;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.session.NodeOffer;
import org.trunkline.engine.port.media.MediaUnavailableException;

/** An attended transfer: its target is the partner of the transferor's other call, and comes from there (RFC 5589 §7). */
final class Consultation {
    private final CallCore call;
    private final Transfer transfer;
    private final Leg transferor;

    Consultation(CallCore call, Transfer transfer, Leg transferor) {
        this.call = call;
        this.transfer = transfer;
        this.transferor = transferor;
    }

    /** @param consulted the transferor's leg of that call */
    void join(Leg consulted) {
        consulted.post(other -> other.giveAway(consulted, transferor.side(), call.owner, (partner, before) -> joined(consulted, partner, before)));
    }

    private void joined(Leg consulted, Optional<Leg> partner, Optional<CallId> before) {
        if (partner.isEmpty()) {
            if (before.isPresent() && !transfer.over())
                transfer.insteadOf(consulted); // the application is reached by its number
            else
                transfer.failed(Failure.of(481, Cause.FAILED));
            return;
        }
        var leg = partner.get();
        call.legs.adopt(leg);
        before.ifPresent(call.record::continues);
        if (call.over() || transfer.over()) {
            call.life.hangUp(leg, List.of(Statuses.reason(Cause.NORMAL)));
            return;
        }
        transfer.search.pass(new Candidate(leg.dialog.hop().shown(), Candidate.Verdict.CHOSEN,
                Reason.NONE, 0, 0, 200, Origin.TRANSFER, transferor.peer()));
        try {
            var offer = transfer.offerTo(leg);
            if (offer.isEmpty())
                transfer.broken(leg);
            else
                InDialogRequest.send(leg, "INVITE", Leg.with(leg.sessionTimer.refreshProposal(), HeaderPolicy.ALLOW), offer,
                        new NodeOffer(call, leg, _ -> {}, _ -> transfer.broken(leg))
                                .answeredBy(success -> transfer.described(leg, success)));
        } catch (MediaUnavailableException e) {
            transfer.broken(leg);
        }
    }
}
