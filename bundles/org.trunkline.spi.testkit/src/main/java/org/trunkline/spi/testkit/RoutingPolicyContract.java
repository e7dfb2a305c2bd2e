package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.routing.TrunkLoad;

/**
 * What each {@link RoutingPolicy} must do: answer each kind of question within its budget, with advice that the node can
 * use. Extend it and return your policy:
 *
 * <pre>{@code
 * class LeastLoadedTest extends RoutingPolicyContract {
 *     protected RoutingPolicy policy() {
 *         return new LeastLoaded();
 *     }
 * }
 * }</pre>
 */
public abstract class RoutingPolicyContract {
    private static final int MOST_TRUNKS = 20;
    private static final int ROUNDS = 50;
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9*#]{1,40}");

    /** A policy as the node would make it. */
    protected abstract RoutingPolicy policy() throws Exception;

    /** Questions of each kind; add those that matter to the policy. */
    protected List<RoutingQuestion> questions() {
        var questions = new ArrayList<RoutingQuestion>();
        for (var destination : destinations()) {
            questions.add(outbound(destination, 0, List.of()));
            questions.add(outbound(destination, 10_000, List.of(NumberFacts.NONE)));
            if (!(destination instanceof Destination.Trunks)) // no call goes from trunk to trunk
                questions.add(inbound(destination));
        }
        return questions;
    }

    /** Trunks that are idle, busy, full, down and without a limit, one alone, none and as many as there may be; and more. */
    private static List<Destination> destinations() {
        var trunks = List.of(SpiSamples.candidate("Telia", "+46701234567", 0, 30),
                SpiSamples.candidate("Telenor", "+46701234567", 30, 30), SpiSamples.candidate("Tele2", "0046701234567", 12, 0),
                new RouteCandidate("Tre", "46701234567", "", new TrunkLoad(0, 10, false, Double.NaN)));
        var many = IntStream.range(0, MOST_TRUNKS).mapToObj(n -> SpiSamples.candidate("trunk " + n, "0701234567", n, 30)).toList();
        return List.of(trunks(trunks), trunks(trunks.subList(0, 1)), trunks(List.of()), trunks(many),
                new Destination.Trunks(Optional.empty(), trunks.subList(3, 4)), new Destination.Subscriber("bertil"),
                new Destination.RingGroup("support"), new Destination.Refused(404, Cause.NO_ROUTE));
    }

    private static Destination trunks(List<RouteCandidate> candidates) {
        return new Destination.Trunks(Optional.of("+46"), candidates);
    }

    private static RoutingQuestion outbound(Destination destination, int others, List<NumberFacts> facts) {
        return new RoutingQuestion(SpiSamples.id(1), SpiSamples.START, Direction.OUTBOUND, SpiSamples.party("+4686840100"),
                SpiSamples.party("+46701234567"), Optional.of("anna"), Optional.empty(), destination, others, facts);
    }

    /** A call from a trunk, of a caller who hides the number. */
    private static RoutingQuestion inbound(Destination destination) {
        return new RoutingQuestion(SpiSamples.id(2), SpiSamples.START, Direction.INBOUND, Party.of("anonymous"),
                SpiSamples.party("+4686840100"), Optional.empty(), Optional.of("Telia"), destination, 0, List.of());
    }

    @Test
    public void everyKindOfDestinationHasSoundAdvice() throws Exception {
        var policy = policy();
        for (var question : questions())
            sound(policy.advise(question), question);
    }

    @Test
    public void theSameIsSaidToTheSameQuestion() throws Exception {
        var policy = policy();
        for (var question : questions())
            assertEquals(policy.advise(question).getClass(), policy.advise(question).getClass(), question::toString);
    }

    @Test
    public void adviceComesWithinTheBudget() throws Exception {
        var policy = policy();
        for (var question : questions())
            Budget.kept(RoutingPolicy.class, () -> policy.advise(question));
    }

    @Test
    public void callsThatComeAtOnceDoNotDisturbEachOther() throws Exception {
        var policy = policy();
        var questions = questions();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var callers = IntStream.range(0, 4).<Callable<Boolean>>mapToObj(_ -> () -> {
                for (int i = 0; i < ROUNDS; i++)
                    for (var question : questions)
                        sound(policy.advise(question), question);
                return true;
            }).toList();
            for (var done : threads.invokeAll(callers))
                assertTrue(done.get());
        }
    }

    private static void sound(RoutingAdvice advice, RoutingQuestion question) {
        assertNotNull(advice, () -> "no advice is RoutingAdvice.none(), not null: " + question);
        switch (advice) {
            case RoutingAdvice.NoAdvice _ -> { }
            case RoutingAdvice.TryTrunks trunks -> sound(trunks, question);
            case RoutingAdvice.Reject reject -> reason(reject.reason());
            case RoutingAdvice.HandOver(String application, String reason) -> {
                assertTrue(application.matches("[a-z0-9.-]{1,100}"), () -> "not the name of an application: " + application);
                reason(reason);
            }
        }
    }

    private static void sound(RoutingAdvice.TryTrunks advice, RoutingQuestion question) {
        reason(advice.reason());
        var names = advice.trunks().stream().map(RoutingAdvice.TrunkChoice::trunk).toList();
        boolean none = question.destination() instanceof Destination.Trunks(var _, var candidates) && candidates.isEmpty();
        assertTrue((none || !names.isEmpty()) && names.size() <= MOST_TRUNKS, () -> "1 to 20 trunks: " + names);
        assertEquals(names.size(), new HashSet<>(names).size(), () -> "each trunk once: " + names);
        assertTrue(question.subscriber().isPresent(), () -> "a call from a trunk is never sent to a trunk: " + question);
        for (var trunk : advice.trunks()) {
            trunk.calledNumber().ifPresent(RoutingPolicyContract::number);
            trunk.callerNumber().ifPresent(RoutingPolicyContract::number);
        }
    }

    private static void reason(String reason) {
        assertTrue(!reason.isBlank() && reason.length() <= 200, () -> "a reason has 1 to 200 characters: " + reason);
    }

    private static void number(String number) {
        assertTrue(NUMBER.matcher(number).matches(), () -> "digits, * and #, optionally with a leading plus: " + number);
    }
}
