package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.routing.TrunkLoad;

/** What each {@link RoutingPolicy} must do, whatever it advises. */
public abstract class RoutingPolicyContract {
    private static final int CALLS = 200;
    private static final long BUDGET_NANOS = 5_000_000;

    /** A policy as the node would make it. */
    protected abstract RoutingPolicy policy() throws Exception;

    @Test
    public void everyKindOfDestinationHasSoundAdvice() throws Exception {
        var policy = policy();
        for (var question : questions())
            sound(policy.advise(question), question);
    }

    @Test
    public void callsThatComeAtOnceDoNotDisturbEachOther() throws Exception {
        var policy = policy();
        var questions = questions();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var answers = new ArrayList<java.util.concurrent.Future<RoutingAdvice>>();
            for (int i = 0; i < CALLS; i++) {
                var question = questions.get(i % questions.size());
                answers.add(threads.submit(() -> policy.advise(question)));
            }
            for (int i = 0; i < CALLS; i++)
                sound(answers.get(i).get(), questions.get(i % questions.size()));
        }
    }

    /** Of 200 calls that come after a first 200, half are within the budget: loaded machines are slow now and then. */
    @Test
    public void adviceComesWithinTheBudget() throws Exception {
        var policy = policy();
        var questions = questions();
        var times = new long[CALLS];
        for (int round = 0; round < 2; round++)
            for (int i = 0; i < CALLS; i++) {
                long begun = System.nanoTime();
                policy.advise(questions.get(i % questions.size()));
                times[i] = System.nanoTime() - begun;
            }
        java.util.Arrays.sort(times);
        assertTrue(times[CALLS / 2] < BUDGET_NANOS, "half of the calls took " + times[CALLS / 2] / 1000 + " µs and more");
    }

    /** A call of each kind, with trunks that are idle, busy, full, down and without a limit. */
    protected List<RoutingQuestion> questions() {
        var trunks = List.of(SpiSamples.candidate("Telia", "+46701234567", 0, 30),
                SpiSamples.candidate("Telenor", "+46701234567", 30, 30),
                SpiSamples.candidate("Tele2", "0046701234567", 12, 0),
                new RouteCandidate("Tre", "46701234567", "", new TrunkLoad(0, 10, false, Double.NaN)));
        return List.of(SpiSamples.outbound("+46701234567", trunks), SpiSamples.outbound("+46701234567", List.of()),
                SpiSamples.outbound("+46701234567", trunks.subList(0, 1)),
                SpiSamples.question(Direction.INTERNAL, "+4686840101", new Destination.Subscriber("bertil"), 1),
                SpiSamples.question(Direction.INTERNAL, "+4686840102", new Destination.RingGroup("support"), 0),
                SpiSamples.question(Direction.OUTBOUND, "+882990001", new Destination.Refused(404, Cause.NO_ROUTE), 0),
                new RoutingQuestion(SpiSamples.id(2), SpiSamples.START, Direction.INBOUND,
                        SpiSamples.party("+46701234567"), SpiSamples.party("+4686840100"), Optional.empty(),
                        Optional.of("Telia"), new Destination.Subscriber("anna"), 0, List.of()));
    }

    private static void sound(RoutingAdvice advice, RoutingQuestion question) {
        assertNotNull(advice, () -> "no advice is RoutingAdvice.none(), not null: " + question);
        switch (advice) {
            case RoutingAdvice.NoAdvice _ -> { }
            case RoutingAdvice.TryTrunks trunks -> sound(trunks);
            case RoutingAdvice.Reject reject -> reason(reject.reason());
            case RoutingAdvice.HandOver over -> {
                assertFalse(over.application().isBlank(), "the application has a name");
                reason(over.reason());
            }
        }
    }

    private static void sound(RoutingAdvice.TryTrunks advice) {
        reason(advice.reason());
        var names = advice.trunks().stream().map(RoutingAdvice.TrunkChoice::trunk).toList();
        assertTrue(!names.isEmpty() && names.size() <= 20, () -> "1 to 20 trunks: " + names);
        assertEquals(names.size(), new HashSet<>(names).size(), () -> "each trunk once: " + names);
        for (var trunk : advice.trunks()) {
            trunk.calledNumber().ifPresent(RoutingPolicyContract::number);
            trunk.callerNumber().ifPresent(RoutingPolicyContract::number);
        }
    }

    private static void reason(String reason) {
        assertTrue(!reason.isBlank() && reason.length() <= 200, () -> "a reason has 1 to 200 characters: " + reason);
    }

    private static void number(String number) {
        assertTrue(number.matches("\\+?[0-9*#]+"), () -> "digits, * and #, optionally with a leading plus: " + number);
    }
}
