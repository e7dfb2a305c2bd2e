package org.trunkline.testkit.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
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
 * What every {@link RoutingPolicy} must do: answer each kind of question within its budget, with advice that the node can
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
    private static final int LONGEST_REASON = 200;
    private static final Pattern SENDABLE = Pattern.compile("\\+?[0-9*#]{1,40}");
    private static final Party ALICE = new Party("alice", Optional.of("+46850010001"), "Alice");
    private static final Party NOBODY = Party.of("anonymous");
    private static final Party CALLED = new Party("0701234567", Optional.of("+46701234567"), "");

    /** A policy as the plug-in registers it; a new one for each test. */
    protected abstract RoutingPolicy policy();

    /** Trunks that questions may name; those that the policy knows of make better questions. */
    protected List<String> trunks() {
        return List.of("Telia A", "Telia B", "Backup");
    }

    /** Questions of each kind; add the ones that matter to the policy. */
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

    /** Each kind of destination, also one without trunks, and one with as many as there may be. */
    protected final List<Destination> destinations() {
        return List.of(trunks(trunks()), trunks(trunks().subList(0, 1)), trunks(List.of()),
                trunks(IntStream.range(0, MOST_TRUNKS).mapToObj(n -> "trunk " + n).toList()),
                new Destination.Trunks(Optional.empty(), List.of(candidate(trunks().getFirst(), Double.NaN, 0))),
                new Destination.Subscriber("bob"), new Destination.RingGroup("sales"),
                new Destination.Refused(404, Cause.NO_ROUTE));
    }

    /** A route with these trunks, the first the busiest. */
    protected final Destination.Trunks trunks(List<String> names) {
        return new Destination.Trunks(Optional.of("+46"), IntStream.range(0, names.size())
                .mapToObj(n -> candidate(names.get(n), 0.5, Math.max(0, 10 - n))).toList());
    }

    private static RouteCandidate candidate(String trunk, double asr, int calls) {
        return new RouteCandidate(trunk, "0701234567", "alice", new TrunkLoad(calls, calls % 2 == 0 ? 30 : 0, true, asr));
    }

    /** A call of alice's. */
    protected final RoutingQuestion outbound(Destination destination, int callsOfSubscriber, List<NumberFacts> facts) {
        return new RoutingQuestion(new CallId("06GZW8PS7WE6SNSW5VQ0"), Instant.parse("2026-03-02T08:00:00Z"),
                Direction.OUTBOUND, ALICE, CALLED, Optional.of("alice"), Optional.empty(), destination, callsOfSubscriber,
                facts);
    }

    /** A call from a trunk, of a caller who hides the number. */
    protected final RoutingQuestion inbound(Destination destination) {
        return new RoutingQuestion(new CallId("06GZW8PS7WE6SNSW5VQ1"), Instant.parse("2026-03-02T08:00:01Z"),
                Direction.INBOUND, NOBODY, CALLED, Optional.empty(), Optional.of(trunks().getFirst()), destination, 0,
                List.of());
    }

    @Test
    public void answersEachKindOfQuestionWithAdviceThatCanBeUsed() {
        var policy = policy();
        for (var question : questions())
            assertUsable(question, policy.advise(question));
    }

    private static void assertUsable(RoutingQuestion question, RoutingAdvice advice) {
        assertNotNull(advice, () -> "null for " + question);
        switch (advice) {
            case RoutingAdvice.NoAdvice _ -> {}
            case RoutingAdvice.TryTrunks(var trunks, String reason) -> {
                assertReason(reason, question);
                boolean none = question.destination() instanceof Destination.Trunks(var _, var candidates)
                        && candidates.isEmpty();
                assertTrue((none || !trunks.isEmpty()) && trunks.size() <= MOST_TRUNKS,
                        () -> trunks.size() + " trunks, 1 to " + MOST_TRUNKS + " can be tried: " + question);
                assertEquals(trunks.size(), trunks.stream().distinct().count(), () -> "a trunk twice: " + trunks);
                assertTrue(question.subscriber().isPresent(),
                        () -> "a call from a trunk is never sent to a trunk: " + question);
                for (var trunk : trunks) {
                    assertTrue(trunk.calledNumber().filter(n -> !SENDABLE.matcher(n).matches()).isEmpty(),
                            () -> "not a number: " + trunk);
                    assertTrue(trunk.callerNumber().filter(n -> !SENDABLE.matcher(n).matches()
                            && !n.equals("alice")).isEmpty(), () -> "not a number: " + trunk);
                }
            }
            case RoutingAdvice.Reject(var _, String reason) -> assertReason(reason, question);
            case RoutingAdvice.HandOver(String application, String reason) -> {
                assertReason(reason, question);
                assertTrue(application.matches("[a-z0-9.-]{1,100}"), () -> "not the name of an application: " + application);
            }
        }
    }

    private static void assertReason(String reason, RoutingQuestion question) {
        assertTrue(!reason.isBlank() && reason.length() <= LONGEST_REASON,
                () -> "a reason of 1 to " + LONGEST_REASON + " characters is needed for " + question + ", not: " + reason);
    }

    @Test
    public void saysTheSameToTheSameQuestion() {
        var policy = policy();
        for (var question : questions())
            assertEquals(policy.advise(question).getClass(), policy.advise(question).getClass(), () -> question.toString());
    }

    @Test
    public void keepsItsBudget() throws Exception {
        var policy = policy();
        for (var question : questions())
            Budget.kept(RoutingPolicy.class, () -> policy.advise(question));
    }

    @Test
    public void answersSeveralThreadsAtOnce() throws Exception {
        var policy = policy();
        var asked = questions();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = IntStream.range(0, 4).<Callable<Boolean>>mapToObj(_ -> () -> {
                for (int i = 0; i < 50; i++)
                    for (var question : asked)
                        assertUsable(question, policy.advise(question));
                return true;
            }).toList();
            for (var done : threads.invokeAll(tasks))
                assertTrue(done.get());
        }
    }
}
