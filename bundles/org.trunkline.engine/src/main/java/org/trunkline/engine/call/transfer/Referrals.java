package org.trunkline.engine.call.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Dialog;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.message.Replaces;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/** What becomes of a REFER within an answered call (RFC 3515): carried out here, or passed on. One at a time. */
public final class Referrals {
    /** Transfers carried out in one call: each adds to its record. */
    private static final int MOST = 32;
    private static final Pattern SIP = Pattern.compile("(?i)sips?:");
    private static final Pattern METHOD = Pattern.compile("(?i);method=([^;?]*)");

    private final CallCore call;
    private final Conversation conversation;
    private final Consumer<TargetHunt> hunts;
    private final Transfer.Applications applications;
    private @Nullable Transfer transfer;
    private int count;

    /** @param hunts told of each transfer's */
    public Referrals(CallCore call, Conversation conversation, Consumer<TargetHunt> hunts, Transfer.Applications applications) {
        this.call = call;
        this.hunts = hunts;
        this.applications = applications;
        this.conversation = conversation;
    }

    boolean active() {
        return transfer != null && !transfer.over();
    }

    /** Whether this leg asked to be replaced by another, so that its end is not the call's. */
    public boolean leaves(Leg leg) {
        return active() && transfer.isTransferor(leg);
    }

    /** The partner of a leg, for another call to have; empty while it is not at rest. */
    Optional<Leg> partnerOf(Leg leg) {
        var sides = conversation.sides;
        if (!sides.speaks(leg) || isNode(sides.other(leg)) || conversation.offers.busy(leg)
                || sides.other(leg).invite.awaitsAck() || sides.other(leg).invite.isClosed() || active())
            return Optional.empty();
        return Optional.of(sides.other(leg));
    }

    /** Whether this leg's partner is an application, which no other call can have. */
    boolean isWithNode(Leg leg) {
        return conversation.sides.speaks(leg) && isNode(conversation.sides.other(leg));
    }

    private static boolean isNode(Leg leg) {
        return leg.isOfNode() || leg.isInside();
    }

    /** A leg asked for a transfer that nobody has answered: it asks no longer. */
    void callOff(Leg leg) {
        if (leaves(leg) && transfer.seeks())
            transfer.cancel();
    }

    public void cancel() {
        if (transfer != null)
            transfer.cancel();
    }

    public void refer(Leg from, ServerTransaction transaction, IncomingRequest refer) {
        var targets = refer.headers("Refer-To");
        if (isWithNode(from)) {
            from.respond(transaction, 403); // who goes where is the application's business
        } else if (targets.size() != 1) {
            from.respond(transaction, 400);
        } else if (!conversation.sides.speaks(from) || from.invite.awaitsAck()) {
            from.respond(transaction, 480);
        } else if (active()) {
            from.respond(transaction, 500, new Header("Retry-After", "5"));
        } else {
            refer(from, transaction, refer, Dialog.unbracketed(targets.getFirst()));
        }
    }

    /** An application has to know who transferred: a phone that called it would be one more caller. */
    private boolean isOfApplication(String user) {
        return call.ports().applications().owner(user).isPresent();
    }

    /** Never from a trunk to a phone of ours, which would dial at our cost. */
    private boolean mayPass(Leg from, Leg to) {
        return call.ports().directory().passesTransfers() && to.dialog.knowsRefer() && !from.isInside()
                && (!from.isTrunk() || to.isTrunk());
    }

    private void refer(Leg from, ServerTransaction transaction, IncomingRequest refer, String uri) {
        var target = SipUri.parse(uri);
        String user = target.map(SipUri::user).orElse("");
        var replaces = Replaces.ofUri(uri);
        var consulted = replaces.flatMap(call.legs::dialog);
        var method = METHOD.matcher(uri);
        if (target.map(it -> !it.hasPlace()).orElse(SIP.matcher(uri).lookingAt()))
            from.respond(transaction, 400);
        else if (replaces.isEmpty() && Replaces.carriedBy(uri))
            from.respond(transaction, 400); // not to be taken for a blind transfer
        else if (method.find() && !method.group(1).equals("INVITE"))
            from.respond(transaction, 603); // the node calls for others, and does nothing else (RFC 3515 §2.4.2)
        else if (replaces.isPresent() && consulted.isEmpty())
            from.respond(transaction, 404);
        else if (consulted.isPresent() && !consulted.get().sameOwner(from))
            from.respond(transaction, 403); // a dialog of somebody else's
        else if (!isOfApplication(user) && mayPass(from, conversation.sides.other(from)) && consulted.filter(leg -> !leg.facts.isAnswered()).isEmpty())
            pass(from, transaction, refer, consulted);
        else if (replaces.isEmpty() && user.isEmpty())
            from.respond(transaction, 404);
        else if (count >= MOST)
            from.respond(transaction, 403);
        else
            carryOut(from, transaction, refer, user, consulted);
    }

    /** The dialog it names is the node's, so the INVITE with Replaces that comes of it comes here (RFC 5589 §7). */
    private void pass(Leg from, ServerTransaction transaction, IncomingRequest refer, Optional<Leg> consulted) {
        consulted.ifPresent(leg -> leg.heir(conversation.sides.other(from)));
        from.refersOther();
        conversation.relay.pass(from, transaction, refer);
    }

    private void carryOut(Leg from, ServerTransaction transaction, IncomingRequest refer, String user,
            Optional<Leg> consulted) {
        if (ReferProgress.wanted(refer))
            from.respond(transaction, 202);
        else
            from.respond(transaction, 202, new Header("Refer-Sub", "false"));
        count++;
        var progress = new ReferProgress(from, refer, transfer == null);
        transfer = new Transfer(call, conversation, from, progress, referredBy(from, refer), applications);
        hunts.accept(transfer.search);
        if (consulted.isPresent() && consulted.get().facts.isAnswered())
            transfer.attended(consulted.get());
        else
            consulted.ifPresentOrElse(transfer::insteadOf, () -> transfer.blind(user));
    }

    private static List<Header> referredBy(Leg transferor, IncomingRequest refer) {
        var given = new ArrayList<Header>(1);
        refer.header("Referred-By").ifPresent(value -> given.add(new Header("Referred-By", value)));
        if (given.isEmpty())
            given.add(new Header("Referred-By", '<' + SipUri.of(transferor.peer(),
                    transferor.scope().ports().directory().realm()) + '>'));
        return given;
    }
}
