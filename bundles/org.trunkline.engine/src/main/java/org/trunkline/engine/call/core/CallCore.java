package org.trunkline.engine.call.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Party;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.call.dialog.DialogTable;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegOwner;
import org.trunkline.engine.call.dialog.Legs;
import org.trunkline.engine.call.media.CallMedia;
import org.trunkline.engine.call.message.Invitation;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.record.CallLadder;
import org.trunkline.engine.call.record.CallRecord;
import org.trunkline.engine.call.record.CallView;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.SignalEvent;

/**
 * What all services of a call work on: its legs, media, record and life. It knows none of them. The mailbox's, but for
 * {@link #scope}, {@link #view} and {@link #ladder}.
 */
public final class CallCore {
    public final CallId id;
    /** The call itself, for its legs. */
    public final LegOwner owner;
    public final CallScope scope;
    public final Invitation invite;
    public final Leg caller;
    public final Legs legs;
    public final CallMedia media;
    public final CallRecord record;
    public final CallView view;
    public final CallLadder ladder;
    public final CallLifecycle life;
    private Optional<SourceKey> counted = Optional.empty();
    private Presentation presentation = Presentation.PLAIN;
    private Optional<RouteRequest> asked = Optional.empty();
    /** The trunk that the node was asked to call over. */
    private Optional<TrunkChoice> only = Optional.empty();
    /** Who was called first, where the record names another. */
    private Optional<Party> callee = Optional.empty();
    private boolean onlyFirst;

    public CallCore(CallOwner owner, DialogTable dialogs, SignalEvent.Request begin) {
        this.owner = owner;
        this.scope = owner.scope();
        this.id = scope.id;
        this.invite = new Invitation(begin.request());
        String called = SipUri.parse(invite.requestUri).map(SipUri::user).orElse("");
        this.caller = Leg.ofCaller(owner, begin.request(), called, scope.now());
        caller.invite.received(begin.transaction());
        begin.transaction().own(caller);
        this.legs = new Legs(owner, caller, dialogs, this::legCame);
        this.media = new CallMedia(scope, owner::mediaFailed);
        this.record = new CallRecord(scope, legs, media, owner::tried);
        this.view = new CallView(record, media, owner::published);
        this.ladder = new CallLadder(id, scope.ports().records());
        this.life = new CallLifecycle(this, owner);
    }

    private void legCame() {
        view.publish();
    }

    // ---- limits

    /** It counts among the calls of a source until it is forgotten. */
    public void countsFor(SourceKey source) {
        counted = Optional.of(source);
    }

    /** @return where it counted until now */
    public Optional<SourceKey> countedOut() {
        var was = counted;
        counted = Optional.empty();
        return was;
    }

    // ---- what the caller wants

    /** The directory is asked. @param shown how others see the caller */
    public void asks(RouteRequest request, Presentation shown) {
        asked = Optional.of(request);
        presentation = shown;
    }

    /** Where the caller wants to go, as the directory was asked. */
    public Optional<RouteRequest> asked() {
        return asked;
    }

    /** Of a call that the node started: its number is called over this trunk alone. Empty for the dial plan. */
    public void callsOver(Optional<TrunkChoice> trunk) {
        only = trunk;
    }

    public Optional<TrunkChoice> onlyTrunk() {
        return only;
    }

    /** Who speaks on the called side until it is replaced. */
    public Party callee() {
        return callee.orElseGet(record::to);
    }

    /** The node calls this one first, for the call that the record names. */
    public void callsFirst(Party first) {
        callee = Optional.of(first);
    }

    /** Nobody is called in place of another: no forwarding, redirection, pickup or transfer. */
    public void callsNobodyElse() {
        onlyFirst = true;
    }

    public boolean isForFirstOnly() {
        return onlyFirst;
    }

    public Presentation presentation() {
        return presentation;
    }

    // ---- the outside

    public EnginePorts ports() {
        return scope.ports();
    }

    public Instant now() {
        return scope.now();
    }

    public Scheduler.Timer after(Duration delay, Runnable task) {
        return scope.after(delay, task);
    }

    public void post(Runnable task) {
        scope.post(task);
    }

    public boolean over() {
        return life.over();
    }
}
