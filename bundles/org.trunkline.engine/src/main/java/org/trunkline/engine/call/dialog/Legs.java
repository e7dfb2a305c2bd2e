package org.trunkline.engine.call.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.call.message.Replaces;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;

/** The legs of one call. The mailbox's. */
public final class Legs {
    private final LegOwner call;
    private final DialogTable dialogs;
    private final Runnable changed;
    private final Leg caller;
    private final List<Leg> all = new ArrayList<>(2);

    /** @param changed told that a leg came */
    public Legs(LegOwner call, Leg caller, DialogTable dialogs, Runnable changed) {
        this.call = call;
        this.caller = caller;
        this.dialogs = dialogs;
        this.changed = changed;
        all.add(caller);
        call.scope().sendsTo(caller.dialog.hop());
    }

    /** The leg whose INVITE began the call. */
    public Leg caller() {
        return caller;
    }

    public List<Leg> all() {
        return all;
    }

    /** Begins a leg towards somebody who is called. */
    public Leg open(String peer, Optional<Trunk> trunk, NameAddress local, NameAddress remote, Hop hop, String user) {
        var scope = call.scope();
        var dialog = new Dialog(true, trunk.isPresent(), scope.token() + scope.token(), scope.token(), local, remote, hop, user);
        var leg = new Leg(call, scope.nextLeg(), LegSide.CALLEE, peer, trunk, dialog, scope.now());
        all.add(leg);
        scope.sendsTo(hop);
        dialogs.register(leg);
        if (trunk.isEmpty())
            leg.takeLine(peer);
        changed.run();
        return leg;
    }

    /** A leg of another call is one of this one from now on. */
    public void adopt(Leg leg) {
        all.add(leg);
        call.scope().sendsTo(leg.dialog.hop());
        if (!call.over())
            changed.run();
    }

    /** A leg is another call's. */
    public void remove(Leg leg) {
        all.remove(leg);
    }

    /**
     * The dialog of another call that a Replaces header names. A phone that has the tags from a NOTIFY of dialog states may give
     * them in the same order, reversed: that is the dialog as the other phone sees it.
     */
    public Optional<Leg> dialog(Replaces replaces) {
        return dialogs.find(replaces.callId(), replaces.toTag(), replaces.fromTag()).filter(leg -> leg.owner() != call)
                .or(() -> dialogs.find(replaces.callId(), replaces.fromTag(), replaces.toTag())
                        .filter(leg -> leg.owner() != call));
    }
}
