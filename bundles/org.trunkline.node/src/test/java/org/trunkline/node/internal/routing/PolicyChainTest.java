package org.trunkline.node.internal.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Constants;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.PolicyAdvice.Verdict;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.Decision.ToTrunks;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.RouteAdvisor.Answer;
import org.trunkline.engine.port.routing.RouteAdvisor.Question;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingAdvice.TrunkChoice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.routing.TrunkLoad;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.ManualScheduler;

class PolicyChainTest {
    private static final CallId CALL = new CallId("06GZW8PS7WE6SNSW5VQ0");
    private static final Party ALICE = Party.of("alice");
    private static final Party CALLED = new Party("0701", Optional.of("+46701000000"), "");

    /** Trunks A, B and C with loads; the rules put a prefix before each number. D is disabled, E takes no number. */
    private static final class Book implements TrunkBook {
        private final Map<String, Trunk> trunks = new LinkedHashMap<>();
        private final Map<String, TrunkLoad> loads = new LinkedHashMap<>();

        Book() {
            for (String name : List.of("A", "B", "C", "E"))
                trunks.put(name, FakeDirectory.trunk(name, "203.0.113.1"));
            var c = trunks.get("C");
            trunks.put("D", new Trunk("D", new TrunkPeer(c.peer().host(), c.peer().port(), c.peer().transport(), List.of(), false), false,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, c.numbers().inbound(), c.numbers().outbound()), Optional.empty()));
        }

        @Override
        public Optional<Trunk> trunk(String name) {
            return Optional.ofNullable(trunks.get(name));
        }

        @Override
        public Optional<TrunkTarget> target(Trunk trunk, RouteRequest request, Decision decided) {
            return trunk.name().equals("E") ? Optional.empty()
                    : Optional.of(target(trunk, trunk.name().charAt(0) - 'A' + "0701", "alice"));
        }

        TrunkTarget target(Trunk trunk, String called, String caller) {
            return new TrunkTarget(trunk, called, caller, "");
        }

        @Override
        public TrunkLoad load(Trunk trunk) {
            return loads.getOrDefault(trunk.name(), new TrunkLoad(0, 10, true, Double.NaN));
        }
    }

    private final Book book = new Book();
    private final RoutingExtensions extensions = new RoutingExtensions();
    private final AtomicLong nanos = new AtomicLong();
    private final ManualScheduler time = new ManualScheduler();
    private final NumberFactsCache facts = new NumberFactsCache(extensions, time, Runnable::run);
    private final PolicyChain chain = new PolicyChain(extensions, book, facts, Runnable::run, nanos::get);
    private Optional<String> subscriber = Optional.of("alice");

    private void add(String plugin, int ranking, RoutingPolicy policy) {
        extensions.addPolicy(policy, Map.of("trunkline.plugin", plugin, Constants.SERVICE_RANKING, ranking));
    }

    private ToTrunks toTrunks() {
        return new ToTrunks(Direction.OUTBOUND, "+46", ALICE, CALLED,
                List.of(book.target(book.trunks.get("A"), "A0701", "alice"),
                        book.target(book.trunks.get("B"), "B0701", "alice")),
                List.of(new Candidate("D", Candidate.Verdict.PASSED_OVER, Candidate.Reason.DISABLED, 0, 0, 0)));
    }

    private Answer ask(Decision decision) {
        var answers = new ArrayList<Answer>();
        var trunk = subscriber.isPresent() ? Optional.<String>empty() : Optional.of("A");
        var request = new RouteRequest(subscriber, trunk, "0701", "alice", "");
        assertTrue(chain.advise(new Question(CALL, Instant.EPOCH, request, decision, 3), answers::add));
        assertEquals(1, answers.size());
        return answers.getFirst();
    }

    private static List<String> tried(Answer answer) {
        return assertInstanceOf(ToTrunks.class, answer.decision()).targets().stream()
                .map(t -> t.trunk().name() + ' ' + t.calledUser() + ' ' + t.callerUser()).toList();
    }

    private static List<Verdict> verdicts(Answer answer) {
        return answer.advice().stream().map(PolicyAdvice::verdict).toList();
    }

    private static RoutingAdvice choose(TrunkChoice... choices) {
        return new RoutingAdvice.TryTrunks(List.of(choices), "so");
    }

    private static TrunkChoice with(String trunk, String called) {
        return new TrunkChoice(trunk, Optional.of(called), Optional.empty());
    }

    private static Optional<RouteCandidate> first(RoutingQuestion question) {
        return question.destination() instanceof Destination.Trunks trunks ? trunks.candidates().stream().findFirst()
                : Optional.empty();
    }

    @Test
    void withoutPoliciesNothingIsAsked() {
        assertFalse(chain.listens());
        assertFalse(chain.advise(new Question(CALL, Instant.EPOCH, new RouteRequest(subscriber, Optional.empty(), "1", "", ""),
                toTrunks(), 0), _ -> {}));
        RoutingPolicy policy = _ -> RoutingAdvice.none();
        add("p", 0, policy);
        assertTrue(chain.listens());
        extensions.removePolicy(policy);
        assertFalse(chain.listens());
    }

    @Test
    void noAdviceLeavesTheDecision() {
        add("p", 0, _ -> RoutingAdvice.none());
        var decision = toTrunks();
        var answer = ask(decision);
        assertSame(decision, answer.decision());
        assertEquals(List.of(new PolicyAdvice("p", Verdict.NONE, "", 0)), answer.advice());
    }

    @Test
    void theLeastLoadedComesFirst() { // the example of RoutingPolicy
        book.loads.put("A", new TrunkLoad(9, 10, true, 0.5));
        add("least-loaded", 0, question -> question.destination() instanceof Destination.Trunks trunks
                ? RoutingAdvice.order(trunks.candidates().stream().sorted(Comparator.comparingDouble(c -> c.load().share()))
                        .map(RouteCandidate::trunk).toList(), "least loaded first") : RoutingAdvice.none());
        var answer = ask(toTrunks());
        assertEquals(List.of("B B0701 alice", "A A0701 alice"), tried(answer));
        assertEquals(List.of(new PolicyAdvice("least-loaded", Verdict.CHANGED, "least loaded first", 0)), answer.advice());
        var decided = (ToTrunks) answer.decision();
        assertEquals("+46", decided.prefix());
        assertEquals(List.of("D"), decided.passedOver().stream().map(Candidate::target).toList());
    }

    @Test
    void eachPolicySeesWhatTheOneBeforeItLeft() {
        var seen = new ArrayList<Optional<RouteCandidate>>();
        add("second", 1, question -> {
            seen.add(first(question));
            return choose(TrunkChoice.of("C"), TrunkChoice.of("A"));
        });
        add("first", 2, question -> {
            assertEquals(3, question.callsOfSubscriber());
            return choose(with("C", "+4670"));
        });
        var answer = ask(toTrunks());
        assertEquals("+4670", seen.getFirst().orElseThrow().calledNumber());
        assertEquals(List.of("C +4670 alice", "A 00701 alice"), tried(answer), "a number stays that a policy wrote");
        assertEquals(List.of("first", "second"), answer.advice().stream().map(PolicyAdvice::policy).toList());
    }

    @Test
    void aRejectedCallIsPutToNobodyElse() {
        add("guard", 9, _ -> new RoutingAdvice.Reject(Cause.FORBIDDEN, "spent\ntoo much"));
        add("later", 1, _ -> choose(TrunkChoice.of("A")));
        var answer = ask(toTrunks());
        var refused = assertInstanceOf(Decision.Refused.class, answer.decision());
        assertEquals(403, refused.sipStatus());
        assertEquals(Optional.of("+46"), refused.prefix());
        assertEquals(List.of(new PolicyAdvice("guard", Verdict.REJECTED, "spent too much", 0)), answer.advice());
    }

    @Test
    void handsOverToAnApplication() {
        add("p", 0, _ -> new RoutingAdvice.HandOver("announcement", "closed"));
        assertEquals(new Decision.ToApplication(Direction.OUTBOUND, "announcement", "closed", ALICE, CALLED),
                ask(toTrunks()).decision());
    }

    @Test
    void thePlanLeavesOutWhatCannotBe() {
        add("p", 0, _ -> choose(TrunkChoice.of("nowhere"), TrunkChoice.of("D"), TrunkChoice.of("E"), TrunkChoice.of("C"),
                TrunkChoice.of("C"), with("C", "5")));
        var answer = ask(toTrunks());
        assertEquals(List.of("C 20701 alice", "C 5 alice"), tried(answer));
        assertEquals(List.of(Verdict.CHANGED, Verdict.CHANGED), verdicts(answer));
        assertEquals(new PolicyAdvice("dial-plan", Verdict.CHANGED, "left out: nowhere does not exist, D is disabled, E cannot be"
                + " sent this number, C is listed twice", 0), answer.advice().getLast());
    }

    @Test
    void thePlanRefusesWhatNoTrunkCanCarry() {
        add("p", 0, _ -> choose(TrunkChoice.of("D")));
        var answer = ask(toTrunks());
        assertEquals(Cause.TRUNK_DOWN, assertInstanceOf(Decision.Refused.class, answer.decision()).cause());
        assertEquals(new PolicyAdvice("dial-plan", Verdict.REJECTED, "D is disabled", 0), answer.advice().getLast());
    }

    @Test
    void aCallWithoutARouteMayGetOne() {
        add("p", 0, _ -> choose(TrunkChoice.of("C")));
        var none = new Decision.Refused(Direction.OUTBOUND, ALICE, CALLED, 404, Cause.NO_ROUTE, Optional.empty(), List.of());
        assertEquals(List.of("C 20701 alice"), tried(ask(none)));
    }

    @Test
    void aCallFromATrunkNeverGoesToATrunk() {
        subscriber = Optional.empty();
        add("p", 0, _ -> choose(TrunkChoice.of("A")));
        var decision = new Decision.ToSubscriber(Direction.INBOUND, "bob", ALICE, CALLED);
        var answer = ask(decision);
        assertSame(decision, answer.decision());
        assertEquals(List.of(Verdict.INVALID), verdicts(answer));
    }

    @Test
    void aCallerWhoMayNotCallStaysRefused() {
        add("p", 0, _ -> choose(TrunkChoice.of("A")));
        var refused = new Decision.Refused(Direction.OUTBOUND, ALICE, CALLED, 403, Cause.FORBIDDEN, Optional.empty(), List.of());
        assertSame(refused, ask(refused).decision());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4670a", "", " ", "+46 70", "++46", "sip:bob@example.com", "1;phone-context=x", "\r\nVia: x",
            "12345678901234567890123456789012345678901"})
    void aNumberThatIsNoneMakesAllOfTheAdviceInvalid(String number) {
        add("p", 0, _ -> choose(TrunkChoice.of("C"), with("A", number)));
        var decision = toTrunks();
        var answer = ask(decision);
        assertSame(decision, answer.decision());
        assertEquals(List.of(Verdict.INVALID), verdicts(answer));
        assertTrue(answer.advice().getFirst().reason().contains("trunk A"), answer.advice().toString());
    }

    @Test
    void nonsenseIsNoAdvice() {
        var decision = toTrunks();
        for (RoutingPolicy policy : List.<RoutingPolicy>of(_ -> null, _ -> choose(),
                _ -> RoutingAdvice.order(IntStream.range(0, 21).mapToObj(_ -> "A").toList(), ""),
                _ -> RoutingAdvice.order(IntStream.range(0, 1_000_000).mapToObj(_ -> "A").toList(), ""),
                _ -> choose(TrunkChoice.of("x".repeat(100_000))),
                _ -> choose(new TrunkChoice("A", Optional.empty(), Optional.of("bob"))),
                _ -> new RoutingAdvice.HandOver("../etc/passwd", ""))) {
            add("p", 0, policy);
            var answer = ask(decision);
            assertSame(decision, answer.decision());
            assertEquals(List.of(Verdict.INVALID), verdicts(answer), answer.advice().toString());
            extensions.removePolicy(policy);
        }
    }

    @Test
    void theCallersOwnNameIsNoNonsense() {
        add("p", 0, question -> choose(new TrunkChoice("A", Optional.empty(),
                first(question).map(RouteCandidate::callerNumber))));
        assertEquals(List.of("A A0701 alice"), tried(ask(toTrunks())));
    }

    @Test
    void whateverAPolicyThrowsIsNoAdvice() {
        add("late", 3, _ -> {
            throw new ExtensionFailedException("late", ExtensionFailedException.Reason.LATE, "no answer within 5 ms");
        });
        add("broken", 2, _ -> {
            throw new NoClassDefFoundError("org/acme/Gone");
        });
        add("buggy", 1, _ -> {
            throw new IllegalStateException("x".repeat(1_000));
        });
        var decision = toTrunks();
        var answer = ask(decision);
        assertSame(decision, answer.decision());
        assertEquals(List.of(Verdict.LATE, Verdict.FAILED, Verdict.FAILED), verdicts(answer));
        assertEquals("no answer within 5 ms", answer.advice().getFirst().reason());
        assertEquals(200, answer.advice().getLast().reason().length());
    }

    @Test
    void policiesThatTakeAllTheTimeLeaveNoneForTheRest() {
        add("slow", 2, _ -> {
            nanos.addAndGet(300_000_000);
            return choose(TrunkChoice.of("C"));
        });
        add("never", 1, _ -> {
            throw new AssertionError("was asked");
        });
        var answer = ask(toTrunks());
        assertEquals(List.of("C 20701 alice"), tried(answer));
        assertEquals(List.of(Verdict.CHANGED, Verdict.LATE), verdicts(answer));
        assertEquals(300, answer.advice().getFirst().tookMillis());
    }

    @Test
    void aNodeThatStopsAsksNobody() {
        add("p", 0, _ -> RoutingAdvice.none());
        var stopped = new PolicyChain(extensions, book, facts, _ -> {
            throw new RejectedExecutionException();
        });
        assertFalse(stopped.advise(new Question(CALL, Instant.EPOCH, new RouteRequest(subscriber, Optional.empty(), "1", "", ""),
                toTrunks(), 0), _ -> {}));
    }

    @Test
    void tooManyWaitingCallsGoOnWithoutAdvice() {
        add("p", 0, _ -> choose(TrunkChoice.of("C")));
        var waiting = new ArrayList<Runnable>();
        var busy = new PolicyChain(extensions, book, facts, waiting::add);
        var answers = new ArrayList<Answer>();
        var decision = toTrunks();
        var question = new Question(CALL, Instant.EPOCH, new RouteRequest(subscriber, Optional.empty(), "0701", "", ""), decision, 0);
        for (int i = 0; i < 2_001; i++)
            assertTrue(busy.advise(question, answers::add));
        assertEquals(1, answers.size());
        assertSame(decision, answers.getFirst().decision());
        assertEquals(List.of(Verdict.LATE), verdicts(answers.getFirst()));
        waiting.forEach(Runnable::run);
        assertTrue(busy.advise(question, answers::add));
        assertEquals(2_001, waiting.size());
    }
}
