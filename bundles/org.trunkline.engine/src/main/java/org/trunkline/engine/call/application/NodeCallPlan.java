package org.trunkline.engine.call.application;

import java.util.Optional;

import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.core.TrunkChoice;
import org.trunkline.engine.call.hunt.ApplicationNumbers;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.hunt.TargetOrigin;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCall.Target;
import org.trunkline.engine.port.application.NodeCalls.Refusal;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.sdp.NodeDescription;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * Where a call of the node goes.
 *
 * @param peer who the caller's leg belongs to, for rights and records
 * @param request as the directory was asked
 * @param whole what the record shows
 * @param first who is called first
 * @param trunk the number is called over it alone, and no route led there; empty for the dial plan
 */
public record NodeCallPlan(String peer, RouteRequest request, Decision whole, Decision first, Optional<TrunkChoice> trunk) {
    /** Peer of a call over a trunk: no subscriber has a colon in its name. */
    public static final String NODE = "node:call";

    /** A plan, or why there is none. */
    public sealed interface Result {
        record Planned(NodeCallPlan plan) implements Result {}

        record Refused(Refusal why, Optional<Cause> cause) implements Result {}
    }

    public static Result of(NodeCall wanted, EnginePorts ports) {
        return switch (wanted.target()) {
            case Target.OverTrunk over -> overTrunk(over, ports.directory());
            case Target.VoiceOverTrunk voice -> voiceOverTrunk(voice, wanted, ports.directory());
            case Target.ForSubscriber of -> forSubscriber(of, ports);
            case Target.PhonesOf of -> phonesOf(of, ports.directory());
        };
    }

    /** As a subscriber's phone would ask. */
    static RouteRequest request(String subscriber, String number) {
        return new RouteRequest(Optional.of(subscriber), Optional.empty(), number, subscriber, "");
    }

    /** By the dial plan, numbers of applications too. */
    static Decision route(RouteRequest request, EnginePorts ports) {
        return ApplicationNumbers.owned(ports.directory().routeByPlan(request), ports.applications());
    }

    private static Result overTrunk(Target.OverTrunk over, Directory directory) {
        var decision = directory.routeOver(over.trunk(), over.number(), over.caller(), over.callerName());
        if (decision.isEmpty())
            return new Result.Refused(Refusal.NO_TRUNK, Optional.empty());
        if (emergency(over.number(), decision.get(), directory))
            return new Result.Refused(Refusal.EMERGENCY, Optional.empty());
        var request = new RouteRequest(Optional.empty(), Optional.empty(), over.number(), over.caller(), over.callerName());
        return decision.get() instanceof Decision.ToTrunks to ? new Result.Planned(new NodeCallPlan(NODE, request, to, to, only(over.trunk())))
                : refused(decision.get());
    }

    private static Optional<TrunkChoice> only(String trunk) {
        return Optional.of(new TrunkChoice(trunk, Optional.empty()));
    }

    private static Result voiceOverTrunk(Target.VoiceOverTrunk voice, NodeCall wanted, Directory directory) {
        var over = voice.over();
        var own = phones(voice.username(), directory);
        if (own.isEmpty())
            return new Result.Refused(Refusal.NO_SUBSCRIBER, Optional.empty());
        return switch (overTrunk(over, directory)) {
            case Result.Refused refused -> refused;
            case Result.Planned(var plan) -> {
                var choice = new TrunkChoice(over.trunk(), Optional.of(new TrunkChoice.Test(over.caller(), wanted.codecs(), wanted.headers())));
                yield new Result.Planned(new NodeCallPlan(voice.username(), request(voice.username(), over.number()), plan.whole(),
                        new Decision.ToSubscriber(Direction.INTERNAL, voice.username(), plan.whole().to(), own.get().to()), Optional.of(choice)));
            }
        };
    }

    private static Result phonesOf(Target.PhonesOf of, Directory directory) {
        var own = phones(of.username(), directory);
        if (own.isEmpty())
            return new Result.Refused(Refusal.NO_SUBSCRIBER, Optional.empty());
        var node = new Party("node", Optional.empty(), of.shown());
        var decision = new Decision.ToSubscriber(Direction.INTERNAL, of.username(), node, own.get().to());
        return new Result.Planned(new NodeCallPlan(NODE, new RouteRequest(Optional.empty(), Optional.empty(), of.username(), "node", of.shown()),
                decision, decision, Optional.empty()));
    }

    private static Optional<Decision.ToSubscriber> phones(String name, Directory directory) {
        return directory.routeByPlan(request(name, name)) instanceof Decision.ToSubscriber own && own.username().equals(name) ? Optional.of(own)
                : Optional.empty();
    }

    private static Result forSubscriber(Target.ForSubscriber of, EnginePorts ports) {
        var directory = ports.directory();
        String name = of.username();
        if (phones(name, directory).isEmpty())
            return new Result.Refused(Refusal.NO_SUBSCRIBER, Optional.empty());
        var request = request(name, of.number());
        var decided = of.trunk().isEmpty() ? Optional.of(route(request, ports)) : directory.routeOver(of.trunk().get(), request);
        if (decided.isEmpty())
            return new Result.Refused(Refusal.NO_TRUNK, Optional.empty());
        var decision = decided.get();
        if (emergency(of.number(), decision, directory))
            return new Result.Refused(Refusal.EMERGENCY, Optional.empty());
        return switch (decision) {
            case Decision.ToSubscriber _, Decision.ToGroup _, Decision.ToTrunks _, Decision.ToApplication _ -> new Result.Planned(new NodeCallPlan(name, request, decision,
                    new Decision.ToSubscriber(Direction.INTERNAL, name, decision.to(), decision.from()), of.trunk().flatMap(NodeCallPlan::only)));
            case Decision.Refused _, Decision.PickUp _ -> refused(decision);
        };
    }

    private static boolean emergency(String dialled, Decision decision, Directory directory) {
        return directory.emergency(dialled) || directory.emergency(decision.to().normalised());
    }

    private static Result refused(Decision decision) {
        return new Result.Refused(Refusal.NOT_ROUTED,
                Optional.of(decision instanceof Decision.Refused refused ? refused.cause() : Cause.INVALID_NUMBER));
    }

    /** The INVITE of the node's agent. @param token names its dialog */
    public LocalMessage invite(NodeCall wanted, String token, String realm, Media media) {
        var names = new LocalMessage.Names(token + "@node", address(whole.from(), realm), address(whole.to(), realm));
        return new LocalMessage("INVITE", "INVITE", SipUri.of(whole.to().normalised(), realm), names, token, "", 1, wanted.headers(),
                Optional.of(NodeDescription.body(NodeCaller.offer(wanted, media))));
    }

    /**
     * With its codecs in the order that avoids converting: a phone that is connected to a trunk, or to other phones while no call more can be
     * converted, is asked for telephone speech first.
     */
    public NodeCall ordered(NodeCall wanted, Media media) {
        if (wanted.target() instanceof Target.VoiceOverTrunk)
            return wanted.toPhone();
        if (!(wanted.target() instanceof Target.ForSubscriber))
            return wanted; // its other side is the node
        boolean telephone = switch (whole) {
            case Decision.ToTrunks _ -> true;
            case Decision.ToSubscriber _, Decision.ToGroup _ -> media.convertible().isEmpty();
            case Decision.ToApplication _, Decision.PickUp _, Decision.Refused _ -> false;
        };
        return telephone ? wanted.telephoneFirst() : wanted;
    }

    private static NameAddress address(Party party, String realm) {
        return new NameAddress(party.displayName(), SipUri.of(party.normalised(), realm));
    }

    /** Calls. Runs in the call's mailbox. @param offer of the node's agent */
    public void begin(CallCore call, TargetHunt search, SessionDescription offer) {
        call.caller.isOf(peer);
        call.record.dialled(whole.to().dialled(), whole.from().dialled(), whole.from().displayName());
        call.callsFirst(first.to());
        if (first instanceof Decision.ToSubscriber && (peer.equals(NODE) || trunk.flatMap(TrunkChoice::test).isPresent()))
            call.callsNobodyElse();
        call.asks(request, Presentation.PLAIN);
        call.callsOver(trunk);
        call.caller.media.agreed(offer);
        call.media.begin(call.caller, Optional.of(offer));
        if (trunk.isPresent() || peer.equals(NODE))
            call.record.read(whole); // no route led there
        else
            call.record.decided(whole);
        call.view.publish(CallState.ROUTING);
        search.resume(first, TargetOrigin.DIALLED);
    }
}
