package org.trunkline.engine.call.application;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.early.Ringback;
import org.trunkline.engine.call.hunt.ApplicationNumbers;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.hunt.TargetOrigin;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;

/**
 * A call that an application has: the node itself is the callee, on a leg without a dialog. The mailbox's, but for
 * {@link #command} and {@link #abandon}.
 */
public final class HandedCall implements Applications.Handle {
    private static final Logger LOG = LoggerFactory.getLogger(HandedCall.class);
    /** An application that answers nobody does not keep a caller for ever (RFC 3261 §16.6, timer C). */
    private static final Duration UNANSWERED = Duration.ofMinutes(3);

    private final Place place;
    private final CallCore call;
    private final Decision.ToApplication to;
    private final TargetOrigin lead;
    private final Supplier<Decision> plan;
    private final Leg leg;
    private final CallSound sound;
    private final HandedMedia media;
    private final CommandIds commands = new CommandIds();
    private Optional<Applications.Holder> holder = Optional.empty();
    private Scheduler.Timer unanswered = () -> {};
    private @Nullable ApplicationBridge bridge;
    private Verdict verdict = Verdict.CHOSEN;
    private Reason reason = Reason.NONE;

    /**
     * Where the application takes its place.
     *
     * @param search the caller's
     * @param hunts told of each search that the application begins
     * @param retrieval takes the caller into a call that is parked
     */
    public record Place(CallCore call, Ringback ringback, Conversation conversation, TargetHunt search, Consumer<TargetHunt> hunts,
            Retrieval retrieval) {}

    /** Takes the caller into a call that an application has parked. */
    @FunctionalInterface
    public interface Retrieval {
        /** @return false where that call is over */
        boolean begin(CallId parked, String application);
    }

    /**
     * @param lead why it goes to the application
     * @param plan where it goes without
     */
    public HandedCall(Place place, Decision.ToApplication to, TargetOrigin lead, Supplier<Decision> plan) {
        this.place = place;
        this.call = place.call();
        this.to = to;
        this.lead = lead;
        this.plan = plan;
        this.leg = leg(call, "application:" + to.application());
        this.sound = new CallSound(call, LegSide.CALLER, new HolderListener(call, () -> holder));
        this.media = new HandedMedia(call, place.ringback(), place.conversation(), leg, this, sound);
    }

    /** A leg that nothing is sent on. */
    private static Leg leg(CallCore call, String name) {
        var address = new NameAddress("", SipUri.of(call.record.to().dialled(), call.ports().directory().realm()));
        return Leg.ofNode(call.owner, name, address, here(call));
    }

    private static Hop here(CallCore call) {
        var towards = call.caller.dialog.hop();
        String local = call.scope.local(towards);
        int colon = local.lastIndexOf(':');
        try {
            return new Hop(new InetSocketAddress(InetAddress.ofLiteral(local.substring(0, colon).replaceAll("[\\[\\]]", "")),
                    Integer.parseInt(local.substring(colon + 1))), towards.transport());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return towards; // a name that the node was given for its own
        }
    }

    /** Asks the application, or goes on without it where it is not there. */
    public void begin() {
        holder = call.ports().applications().take(to.application(), call.id, this);
        if (holder.isEmpty()) {
            LOG.debug("{} requires the application {}, which is not available", call.id, to.application());
            missing();
            return;
        }
        leg.answersFor(ApplicationNumbers.own(to.to(), call.ports().applications()));
        call.legs.adopt(leg);
        unanswered = call.after(UNANSWERED,
                () -> call.life.end(Cause.NO_ANSWER, EndedBy.NODE, Statuses.status(Cause.NO_ANSWER)));
        tell(new ApplicationEvent.Offered(to.direction(), isFirst() ? to.from() : call.record.from(), to.to(), to.reason()));
    }

    /** There is no such application. */
    private void missing() {
        verdict = Verdict.PASSED_OVER;
        reason = Reason.DOWN;
        route();
    }

    void tell(ApplicationEvent event) {
        holder.ifPresent(application -> application.on(event));
    }

    String name() {
        return leg.peer();
    }

    Leg leg() {
        return leg;
    }

    public HandedMedia media() {
        return media;
    }

    CallSound sound() {
        return sound;
    }

    /** The caller pressed a key, by a request. */
    public void digit(char key) {
        sound.digit(key);
    }

    /** Whether the call was for the application from the start. */
    public boolean isFirst() {
        return lead.equals(TargetOrigin.DIALLED);
    }

    /** For the why-record. */
    public Candidate candidate() {
        return new Candidate(leg.peer(), verdict, reason, 0, 0, reason == Reason.DOWN ? 0 : Math.max(0, leg.facts.sipStatus()), lead.origin(),
                lead.by());
    }

    // ---- what the application wants

    @Override
    public void command(ApplicationCommand command) {
        call.post(() -> take(command));
    }

    private void take(ApplicationCommand command) {
        if (!call.over() && holder.isPresent())
            commands.once(command, this::failed, this::carryOut);
    }

    private void carryOut(ApplicationCommand command) {
        boolean bridged = bridge != null;
        switch (command) {
            case ApplicationCommand.HangUp(_, var cause) -> hangUp(cause);
            case ApplicationCommand.Stop stop -> sound.stop(stop);
            case ApplicationCommand other when bridged -> failed(other.id(), "the call is being connected or connected already");
            case ApplicationCommand.Answer(var id, boolean focus) -> place.ringback().whenAgreed(() -> media.answer(id, focus));
            case ApplicationCommand.EarlyMedia(var id) -> media.early(id);
            case ApplicationCommand.Bridge(var id, var target) -> connect(id, target, false);
            case ApplicationCommand.Transfer(var id, var target, _) -> connect(id, target, true);
            case ApplicationCommand.Park(var id, _) -> failed(id, "only a call that was transferred to the application can be parked");
            case ApplicationCommand.Retrieve(var id, var parked) -> retrieve(id, parked);
            case ApplicationCommand.Continue _ -> leave(Verdict.PASSED_OVER, Reason.NOT_NEEDED);
            case ApplicationCommand.Play _, ApplicationCommand.Record _, ApplicationCommand.Gather _, ApplicationCommand.Join _, ApplicationCommand.Leave _ ->
                sound.carryOut(command, to.application());
        }
    }

    void failed(String command, String why) {
        tell(new ApplicationEvent.CommandFailed(command, why));
    }

    // ---- the caller

    /** The caller acknowledged the answer. */
    void answered() {
        tell(new ApplicationEvent.Answered());
    }

    /** The call has its answer, or somebody else's. */
    void settled() {
        unanswered.cancel();
    }

    private void hangUp(Cause cause) {
        boolean answered = call.caller.facts.isAnswered();
        int status = Statuses.status(cause);
        if (bridge == null)
            leg.facts.ended(call.now(), status);
        if (answered)
            call.life.end(cause, EndedBy.NODE, status);
        else
            call.life.refuse(status, cause, EndedBy.NODE, Optional.of(to.application() + ": " + to.reason()),
                    List.of(Statuses.reason(cause)));
    }

    // ---- others

    private void connect(String id, String target, boolean leaves) {
        var directory = call.ports().directory();
        boolean ofTrunk = call.caller.isTrunk();
        call.record.emergency(!ofTrunk && directory.emergency(target));
        var request = new RouteRequest(
                ofTrunk ? Optional.empty() : Optional.of(call.caller.peer()), call.caller.trunk().map(trunk -> trunk.name()),
                target, call.record.from().dialled(), call.record.from().displayName(), Optional.of(call.record.from()));
        var decision = directory.routeForApplication(request);
        switch (decision) {
            case Decision.Refused refused -> failed(id, target + " cannot be called: " + refused.cause().code());
            case Decision.PickUp _, Decision.ToApplication _ -> failed(id, target + " is not a destination to connect to");
            case Decision.ToSubscriber _, Decision.ToGroup _, Decision.ToTrunks _ -> {
                call.record.forwarded(decision);
                begin(new ApplicationBridge(call, place.ringback(), place.conversation(), this, id, leaves));
                bridge.begin(request, decision);
            }
        }
    }

    /** The caller's leg goes to the parked call; this one has no record then. */
    private void retrieve(String id, CallId parked) {
        if (call.caller.isTrunk())
            failed(id, "only subscribers take parked calls back");
        else if (!call.caller.invite.awaitsAnswer() || sound.isOpen() || call.media.offer().isEmpty())
            failed(id, "a parked call is taken back before the answer, by a caller that offers media");
        else if (!place.retrieval().begin(parked, to.application()))
            failed(id, parked + " is not parked");
        else {
            settled();
            letGo();
        }
    }

    private void begin(ApplicationBridge next) {
        bridge = next;
        place.hunts().accept(next.search);
        sound.connecting();
    }

    /** The other leg has answered. */
    void bridged(String command, boolean leaves) {
        settled();
        leg.facts.ended(call.now(), leg.facts.isAnswered() ? 200 : 487);
        leg.invite.close();
        tell(new ApplicationEvent.Bridged(command));
        if (leaves)
            letGo();
    }

    /** Nobody there answered; the call is the application's still. */
    void notBridged(String command, String why) {
        bridge = null;
        failed(command, why);
    }

    private void letGo() {
        tell(new ApplicationEvent.HungUp(Optional.empty()));
        holder = Optional.empty();
    }

    private void leave(Verdict now, Reason why) {
        verdict = now;
        reason = why;
        letGo();
        route();
    }

    /** As if there were no application. */
    private void route() {
        settled();
        var decision = plan.get();
        if (call.caller.facts.isAnswered()) {
            call.record.forwarded(decision);
            begin(new ApplicationBridge(call, place.ringback(), place.conversation(), this, "", true));
            bridge.resume(decision);
        } else {
            sound.close();
            leg.facts.ended(call.now(), 487);
            call.record.decided(decision);
            call.view.publish(CallState.ROUTING);
            place.search().resume(decision, lead);
        }
    }

    @Override
    public void abandon(boolean route) {
        call.post(() -> {
            if (call.over() || holder.isEmpty())
                return;
            LOG.debug("{} continues without its application {}", call.id, to.application());
            holder = Optional.empty();
            verdict = Verdict.FAILED;
            reason = Reason.TIMEOUT;
            if (bridge != null)
                bridge.keep();
            else if (route)
                route();
            else
                call.life.end(Cause.FAILED, EndedBy.NODE, Statuses.status(Cause.FAILED));
        });
    }

    /** The call is over. */
    public void ended(Cause cause) {
        settled();
        sound.end(() -> {
            tell(new ApplicationEvent.HungUp(Optional.of(cause)));
            holder = Optional.empty();
        });
    }
}
