package org.trunkline.engine.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;

/** The legs of a call, its caller's first: new ones, those that come from other calls, and those that go there. The mailbox's. */
final class Legs {
    private final Call call;
    private final List<Leg> all = new ArrayList<>(2);
    private final AtomicInteger nextIndex = new AtomicInteger(1);
    private volatile boolean mayWait;

    Legs(Call call, Leg caller) {
        this.call = call;
        all.add(caller);
        mayWait = caller.dialog.hop().transport() != Transport.UDP;
    }

    List<Leg> all() {
        return all;
    }

    /**
     * Whether the messages of a leg go over a connection, where a write can take its time: not on the thread that reads
     * datagrams. <b>Threads:</b> any.
     */
    boolean mayWait() {
        return mayWait;
    }

    /** Begins a leg towards somebody who is called. */
    Leg open(String peer, Optional<Trunk> trunk, NameAddress local, NameAddress remote, Hop hop, String user) {
        var dialog = new Dialog(true, trunk.isPresent(), call.board().token() + call.board().token(), call.board().token(), local,
                remote, hop, user);
        var leg = new Leg(call, nextIndex(), LegSide.CALLEE, peer, trunk, dialog, call.now());
        all.add(leg);
        mayWait |= hop.transport() != Transport.UDP;
        call.board().dialogs().register(leg);
        if (trunk.isEmpty())
            leg.takeLine(peer);
        call.publish(call.record.state());
        return leg;
    }

    /** A leg of another call's is one of this one's from now on. */
    void adopt(Leg leg) {
        all.add(leg);
        mayWait |= leg.dialog.hop().transport() != Transport.UDP;
        if (!call.over())
            call.publish(call.record.state());
    }

    /** Legs are numbered as they come; the ladder tells them apart by it. <b>Threads:</b> any. */
    int nextIndex() {
        return nextIndex.getAndIncrement();
    }

    /**
     * The dialog that a Replaces header names. Whoever has the tags from a NOTIFY ({@link Lamp}) may give them as they stand
     * there, the other way round: that is the dialog as the other phone sees it.
     */
    Optional<Leg> dialog(Replaces replaces) {
        return dialog(replaces.callId(), replaces.toTag(), replaces.fromTag())
                .or(() -> dialog(replaces.callId(), replaces.fromTag(), replaces.toTag()));
    }

    private Optional<Leg> dialog(String callId, String ours, String theirs) {
        return call.board().dialogs().find(ours, callId).filter(leg -> leg.call() != call
                && theirs.equals(leg.dialog.knownTag()));
    }
}
