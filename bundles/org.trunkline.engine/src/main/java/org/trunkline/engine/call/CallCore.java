package org.trunkline.engine.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.SignalEvent;

/**
 * What all services of a call work on: its legs, media, record and life. It knows none of them. The mailbox's, but for
 * {@link #scope}, {@link #view} and {@link #ladder}.
 */
final class CallCore {
    final CallId id;
    /** The call itself, for its legs. */
    final LegOwner owner;
    final CallScope scope;
    final Invitation invite;
    final Leg caller;
    final Legs legs;
    final CallMedia media;
    final CallRecord record;
    final CallView view;
    final CallLadder ladder;
    final CallLifecycle life;
    private Optional<SourceKey> counted = Optional.empty();
    private Presentation presentation = Presentation.PLAIN;
    private Optional<RouteRequest> asked = Optional.empty();

    CallCore(CallOwner owner, DialogTable dialogs, SignalEvent.Request begin) {
        this.owner = owner;
        this.scope = owner.scope();
        this.id = scope.id;
        this.invite = new Invitation(begin.request());
        String called = SipUri.parse(invite.requestUri).map(SipUri::user).orElse("");
        this.caller = Leg.ofCaller(owner, begin.request(), called, scope.now());
        caller.invite.received(begin.transaction());
        begin.transaction().own(caller);
        this.legs = new Legs(owner, caller, dialogs, this::legCame);
        this.media = new CallMedia(scope, owner::mediaSilent);
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
    void countsFor(SourceKey source) {
        counted = Optional.of(source);
    }

    /** @return where it counted until now */
    Optional<SourceKey> countedOut() {
        var was = counted;
        counted = Optional.empty();
        return was;
    }

    // ---- what the caller wants

    /** The directory is asked. @param shown how others see the caller */
    void asks(RouteRequest request, Presentation shown) {
        asked = Optional.of(request);
        presentation = shown;
    }

    /** Where the caller wants to go, as the directory was asked. */
    Optional<RouteRequest> asked() {
        return asked;
    }

    Presentation presentation() {
        return presentation;
    }

    // ---- the outside

    EnginePorts ports() {
        return scope.ports();
    }

    Instant now() {
        return scope.now();
    }

    Scheduler.Timer after(Duration delay, Runnable task) {
        return scope.after(delay, task);
    }

    void post(Runnable task) {
        scope.post(task);
    }

    boolean over() {
        return life.over();
    }
}
