package org.trunkline.engine.call;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.IncomingRequest;
import org.trunkline.engine.port.Signaling.ServerTransaction;

/** What becomes of a REFER within an answered call (RFC 3515): carried out here, or passed on. One at a time. */
final class Referrals {
    private final Call call;
    private final Conversation conversation;
    private @Nullable Transfer transfer;

    Referrals(Call call, Conversation conversation) {
        this.call = call;
        this.conversation = conversation;
    }

    boolean active() {
        return transfer != null && !transfer.over();
    }

    /** Whether this leg asked to be replaced by another, so that its end is not the call's. */
    boolean leaves(Leg leg) {
        return active() && transfer.isTransferor(leg);
    }

    void cancel() {
        if (transfer != null)
            transfer.cancel();
    }

    void refer(Leg from, ServerTransaction transaction, IncomingRequest refer) {
        var targets = refer.headers("Refer-To");
        if (targets.size() != 1) {
            conversation.answer(from, transaction, 400);
        } else if (!conversation.speaks(from) || from.ackWait != null) {
            conversation.answer(from, transaction, 480);
        } else if (active()) {
            conversation.answer(from, transaction, 500, new Header("Retry-After", "5"));
        } else if (mayPass(from, conversation.other(from)) && Replaces.ofUri(targets.getFirst()).isEmpty()) {
            from.refers = true;
            conversation.pass(from, transaction, refer);
        } else {
            refer(from, transaction, refer, Leg.unbracketed(targets.getFirst()));
        }
    }

    /** Never from a trunk to a phone of ours, which would dial at our cost. A dialog named in it would be the node's. */
    private boolean mayPass(Leg from, Leg to) {
        return call.ports().directory().passesTransfers() && to.knowsRefer
                && (from.trunk.isEmpty() || to.trunk.isPresent());
    }

    private void refer(Leg from, ServerTransaction transaction, IncomingRequest refer, String uri) {
        String user = SipUri.parse(uri).map(SipUri::user).orElse("");
        var replaces = Replaces.ofUri(uri);
        var consulted = replaces.flatMap(call::dialog);
        if (replaces.isPresent() && consulted.isEmpty() || replaces.isEmpty() && user.isEmpty()) {
            conversation.answer(from, transaction, 404);
        } else if (consulted.isPresent() && !consulted.get().peer.equals(from.peer)) {
            conversation.answer(from, transaction, 403); // a dialog of somebody else's
        } else {
            if (ReferProgress.wanted(refer))
                conversation.answer(from, transaction, 202);
            else
                conversation.answer(from, transaction, 202, new Header("Refer-Sub", "false"));
            var progress = new ReferProgress(from, refer, transfer == null);
            transfer = new Transfer(call, from, conversation.other(from), progress, Transfer.referredBy(from, refer));
            call.searches().add(transfer.search);
            if (consulted.isPresent() && consulted.get().answeredAt.isPresent())
                transfer.attended(consulted.get());
            else
                consulted.ifPresentOrElse(transfer::insteadOf, () -> transfer.blind(user));
        }
    }
}
