package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.RouteTrial.Outcome;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;

/** What is said of a call before it is made is what the call then does. */
class RouteRehearsalTest {
    private static final Optional<String> NOWHERE = Optional.empty();

    private final EngineFixture f = new EngineFixture();

    RouteRehearsalTest() {
        f.directory.register("bob", "192.0.2.20:5060").register("carol", "192.0.2.30:5060");
    }

    private RouteTrial trial(String number) {
        return f.engine.tryRoute(new RouteRequest(Optional.of("alice"), Optional.empty(), number, "alice", ""), Samples.START,
                true);
    }

    private static List<String> steps(RouteTrial trial) {
        return trial.steps().stream().map(s -> s.outcome() + " " + s.target() + (s.reason() == Reason.NONE ? "" : " " + s.reason()))
                .toList();
    }

    /** Targets that a real call considers before the first one rings, in its own record. */
    private List<String> passedOver(String number) {
        var invite = f.sip.receive(FakeRequest.invite(number));
        assertEquals(1, f.sip.requests("INVITE").size());
        f.sip.respond(f.callee(), 486);
        f.acknowledge(invite);
        return f.cdrs.ended().getLast().why().candidates().stream().filter(c -> c.verdict() == Candidate.Verdict.PASSED_OVER)
                .map(c -> Outcome.PASSED_OVER + " " + c.target() + " " + c.reason()).toList();
    }

    private static CallHandling handling(Optional<String> always, Optional<String> noAnswer, boolean disturbed) {
        return new CallHandling(always, NOWHERE, noAnswer, 15, NOWHERE, disturbed, 0, List.of());
    }

    @Test
    void trunksThatAreFullArePassedOverAndNumbersAreThoseSent() {
        f.directory.route("+46701234567", FakeDirectory.trunk("A", "192.0.2.70"), FakeDirectory.trunk("B", "192.0.2.71"),
                FakeDirectory.trunk("C", "192.0.2.72")).refuse("A", Reason.CALLS_CAP, 30, 30);
        var trial = trial("+46701234567");
        assertEquals(List.of("PASSED_OVER A CALLS_CAP", "FIRST B", "THEN C"), steps(trial));
        assertEquals("+46701234567", trial.steps().get(1).called());
        assertEquals(Optional.empty(), trial.refusal());
        assertEquals(0, f.directory.leases(), "nothing is counted");
        assertEquals(0, f.sip.requests("INVITE").size(), "nobody is called");
        assertEquals(steps(trial).subList(0, 1), passedOver("+46701234567").subList(0, 1));
    }

    @Test
    void forwardingIsFollowed() {
        f.directory.handle("bob", handling(Optional.of("carol"), NOWHERE, false));
        f.directory.handle("carol", handling(NOWHERE, Optional.of("bob"), false));
        var trial = trial("bob");
        assertEquals(List.of("PASSED_OVER bob FORWARDED", "FIRST sip:carol@192.0.2.30:5060", "PASSED_OVER bob LOOP"), steps(trial));
        assertEquals(Candidate.Origin.FORWARD_ALWAYS, trial.steps().get(1).origin());
        assertEquals("bob", trial.steps().get(1).by());
        assertEquals(List.of("PASSED_OVER bob FORWARDED"), passedOver("bob"));
    }

    @Test
    void aRingGroupPassesOverWhoWantsNoCalls() {
        f.directory.group(new RingGroup("sales", NOWHERE, List.of("bob", "carol", "dave"), RingGroup.Strategy.IN_ORDER, 15,
                NOWHERE)).handle("bob", handling(NOWHERE, NOWHERE, true));
        assertEquals(List.of("PASSED_OVER bob DO_NOT_DISTURB", "FIRST sip:carol@192.0.2.30:5060", "PASSED_OVER dave NOT_REGISTERED"),
                steps(trial("sales")));
    }

    @Test
    void whoCannotBeReachedAndWhoIsNotKnownGetTheResponseOfACall() {
        f.directory.decide("dave", _ -> new Decision.ToSubscriber(Direction.INTERNAL, "dave", Party.of("alice"), Party.of("dave")));
        assertEquals(Optional.of(new RouteTrial.Refusal(480, Cause.NOT_REGISTERED)), trial("dave").refusal());
        var stranger = f.engine.tryRoute(new RouteRequest(Optional.empty(), Optional.empty(), "bob", "anonymous", ""),
                Samples.START, true);
        assertEquals(Optional.of(new RouteTrial.Refusal(407, Cause.FORBIDDEN)), stranger.refusal());
        assertEquals(List.of(), stranger.steps());
    }
}
