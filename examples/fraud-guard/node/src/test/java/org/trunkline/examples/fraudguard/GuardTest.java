package org.trunkline.examples.fraudguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.Watch;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.testkit.CallAnalyserContract;
import org.trunkline.spi.testkit.ConfigKindContract;
import org.trunkline.spi.testkit.FakePluginContext;
import org.trunkline.spi.testkit.HttpResourceContract;
import org.trunkline.spi.testkit.RoutingPolicyContract;
import org.trunkline.spi.testkit.SpiSamples;

class GuardTest {
    private static final String SUBSCRIBER = "4686840100"; // that of the samples' records
    private final Instant[] now = { SpiSamples.START };

    private List<Map<String, String>> entries = List.of();

    @TempDir
    Path folder;

    private Guard guard(Map<String, String> settings) throws IOException {
        var all = new HashMap<>(Map.of("hourly", "10", "daily", "25", "prices", "+=2;+882=60", "blocked", "+882", "concurrent", "2"));
        all.putAll(settings);
        return new Guard(new FakePluginContext(folder, all), kind -> kind.equals("limit") ? entries : List.of(), () -> now[0]);
    }

    private static RoutingAdvice advise(Guard guard, String number) {
        return advise(guard, 1, SUBSCRIBER, number);
    }

    /** The node asks in the name of who pays: of the caller, or of the subscriber that forwarded the call. */
    private static RoutingAdvice advise(Guard guard, int call, String payer, String number) {
        var asked = SpiSamples.question(Direction.OUTBOUND, number, new Destination.Trunks(Optional.empty(), List.of()), 9);
        return guard.advise(new RoutingQuestion(SpiSamples.id(call), asked.at(), asked.direction(), asked.from(),
                asked.to(), Optional.of(payer), Optional.empty(), asked.destination(), asked.callsOfSubscriber(), List.of()));
    }

    @Test
    void aBlockedDestinationIsRefused() throws Exception {
        assertEquals("fraud guard: destination is blocked",
                assertInstanceOf(RoutingAdvice.Reject.class, advise(guard(Map.of()), "+88299001")).reason());
    }

    /** Only calls to trunks count: nine calls in all are no reason. */
    @Test
    void aCallBeyondTheLimitOfCallsIsRefused() throws Exception {
        var guard = guard(Map.of());
        assertEquals(RoutingAdvice.none(), advise(guard, 1, SUBSCRIBER, "+46701234567"));
        assertEquals(RoutingAdvice.none(), advise(guard, 2, SUBSCRIBER, "+46701234567"));
        assertEquals(RoutingAdvice.none(), advise(guard, 2, SUBSCRIBER, "+46701234568"), "the same call, sent on");
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, 3, SUBSCRIBER, "+46701234567"));
        assertEquals(RoutingAdvice.none(), advise(guard, 4, "bo", "+46701234567"));
        guard.analyse(SpiSamples.busy(2));
        assertEquals(RoutingAdvice.none(), advise(guard, 5, SUBSCRIBER, "+46701234567"));
    }

    /** No record came of it, or not yet. */
    @Test
    void aCallThatIsNoLongerInTheListDoesNotCount() throws Exception {
        var guard = guard(Map.of("concurrent", "1"));
        advise(guard, 1, SUBSCRIBER, "+46701234567");
        guard.toEnd(List.of());
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, 2, SUBSCRIBER, "+46701234567"), "it may not be listed yet");
        now[0] = now[0].plusSeconds(11);
        guard.toEnd(List.of());
        assertEquals(RoutingAdvice.none(), advise(guard, 2, SUBSCRIBER, "+46701234567"));
    }

    @Test
    void callsFromBeforeTheStartCount() throws Exception {
        var guard = guard(Map.of("concurrent", "1"));
        guard.toEnd(List.of(call(1, "+46701234567")));
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, 2, SUBSCRIBER, "+46701234567"));
        guard.toEnd(List.of());
        assertEquals(RoutingAdvice.none(), advise(guard, 2, SUBSCRIBER, "+46701234567"));
    }

    /** A call from a trunk to bo, who forwards it to an expensive number: a transit call, which is bo's. */
    @Test
    void aForwardedCallFromATrunkIsEndedByTheLimitsOfWhoForwardedIt() throws Exception {
        var guard = guard(Map.of("blocked", ""));
        var live = new FakeCalls();
        live.calls.add(call(7, Direction.TRANSIT, "Telia", "+4686840101"));
        advise(guard, 7, "bo", "+88299001");
        var cutter = new CallCutter(live, guard);
        now[0] = SpiSamples.START.plusSeconds(9); // at 60 a minute
        cutter.look();
        assertEquals(List.of(), live.ended);
        now[0] = SpiSamples.START.plusSeconds(10);
        cutter.look();
        assertEquals(List.of(SpiSamples.id(7)), live.ended);
        guard.analyse(sentOn(7, Direction.TRANSIT, Duration.ofSeconds(10), List.of()));
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, 8, "bo", "+46701234567"));
        assertEquals(RoutingAdvice.none(), advise(guard, 9, "Telia", "+46701234567"));
    }

    /** Also where the plug-in was restarted meanwhile: the why-record names the forwarder. */
    @Test
    void aCallFromAColleagueThatIsForwardedOutIsChargedToWhoForwardedIt() throws Exception {
        var guard = guard(Map.of());
        guard.analyse(sentOn(7, Direction.OUTBOUND, Duration.ofMinutes(5), List.of(
                new Candidate("bo", Candidate.Verdict.PASSED_OVER, Candidate.Reason.FORWARDED, 0, 0, 0),
                new Candidate("Telia", Candidate.Verdict.CHOSEN, Candidate.Reason.NONE, 0, 0, 200, Candidate.Origin.FORWARD_ALWAYS, "bo"))));
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, 8, "bo", "+46701234567"));
        assertEquals(RoutingAdvice.none(), advise(guard, 9, SUBSCRIBER, "+46701234567"));
    }

    @Test
    void aCallFromATrunkToATrunkThatNobodySentOnIsNobodys() throws Exception {
        var guard = guard(Map.of());
        assertEquals(List.of(), guard.analyse(sentOn(7, Direction.TRANSIT, Duration.ofHours(1), List.of())));
        assertEquals(List.of(), guard.toEnd(List.of(call(7, Direction.TRANSIT, "Telia", "+88299001"))));
    }

    private static Cdr sentOn(int n, Direction direction, Duration length, List<Candidate> candidates) {
        var call = SpiSamples.answered(n, length);
        return new Cdr(call.id(), direction, call.from(), call.to(), call.trunk(), call.route(), call.startedAt(), call.ringingAt(),
                call.answeredAt(), call.endedAt(), call.endedBy(), call.sipStatus(), call.cause(), call.reason(), call.legs(),
                call.quality(), call.why().with(candidates));
    }

    @Test
    void spendCountsForAnHourAndForADay() throws Exception {
        var guard = guard(Map.of());
        assertEquals(1, guard.analyse(SpiSamples.answered(1, Duration.ofMinutes(5))).size()); // 5 minutes at 2
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, "+46701234567"));
        now[0] = SpiSamples.START.plus(Duration.ofMinutes(70));
        assertEquals(RoutingAdvice.none(), advise(guard, "+46701234567"));
        guard.analyse(SpiSamples.answered(2, Duration.ofMinutes(8))); // at the same time as the first: counts for the day alone
        assertTrue(assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, "+46701234567")).reason().contains("daily"));
        now[0] = SpiSamples.START.plus(Duration.ofHours(25));
        assertEquals(RoutingAdvice.none(), advise(guard, "+46701234567"));
    }

    @Test
    void aSubscriberWithLimitsOfItsOwnHasThose() throws Exception {
        var guard = guard(Map.of());
        guard.analyse(SpiSamples.answered(1, Duration.ofMinutes(5))); // 5 minutes at 2
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, "+46701234567"));
        entries = List.of(Map.of("subscriber", SUBSCRIBER, "hourly", "20", "concurrent", "1"), Map.of("subscriber", "bo", "hourly", "1"));
        guard.readLimits();
        assertEquals(RoutingAdvice.none(), advise(guard, "+46701234567"));
        assertEquals("fraud guard: too many calls at once, limit 1", assertInstanceOf(RoutingAdvice.Reject.class,
                advise(guard, 2, SUBSCRIBER, "+46701234567")).reason());
        entries = List.of();
        guard.readLimits();
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard, "+46701234567"));
    }

    @Test
    void spendOutlivesARestart() throws Exception {
        guard(Map.of()).analyse(SpiSamples.answered(1, Duration.ofMinutes(5)));
        assertInstanceOf(RoutingAdvice.Reject.class, advise(guard(Map.of()), "+46701234567"));
    }

    @Test
    void callsInProgressAreEndedWhenTheyCostTooMuch() throws Exception {
        var live = new FakeCalls();
        live.calls.add(call(1, "+46701234567"));
        live.calls.add(call(2, "+46701234568"));
        var cutter = new CallCutter(live, guard(Map.of()));
        now[0] = SpiSamples.START.plus(Duration.ofSeconds(149)); // two calls at 2 a minute: 9.93
        cutter.look();
        assertEquals(List.of(), live.ended);
        now[0] = SpiSamples.START.plus(Duration.ofSeconds(150));
        cutter.look();
        assertEquals(List.of(SpiSamples.id(1), SpiSamples.id(2)), live.ended);
    }

    @Test
    void theTileIsToldWhatHappened() throws Exception {
        var guard = guard(Map.of());
        guard.analyse(SpiSamples.answered(1, Duration.ofMinutes(5)));
        advise(guard, "+46701234567");
        assertEquals("{\"refused\":1,\"ended\":0,\"highest\":\"10\",\"subscriber\":\"" + SUBSCRIBER + "\"}", new String(
                guard.handle(new HttpResource.Call("GET", List.of(), Map.of(), "", new byte[0], "desk")).body(), StandardCharsets.UTF_8));
    }

    @Test
    void settingsThatAreWrongAreNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> guard(Map.of("hourly", "much")));
        assertEquals("hourly: \"much\" is not an amount, such as 12.50", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> guard(Map.of("prices", "882=1")));
    }

    private static LiveCall call(int n, String to) {
        return call(n, Direction.OUTBOUND, SUBSCRIBER, to);
    }

    private static LiveCall call(int n, Direction direction, String caller, String to) {
        var leg = new LiveLeg(LegSide.CALLER, caller, "192.0.2.1:5060", CallState.values()[0], Optional.empty(), Optional.empty());
        return new LiveCall(SpiSamples.id(n), direction, CallState.values()[0], SpiSamples.party("+4686840100"),
                SpiSamples.party(to), Optional.of("Telia"), SpiSamples.START, Optional.of(SpiSamples.START), List.of(leg));
    }

    private static final class FakeCalls implements LiveCalls {
        private final List<LiveCall> calls = new ArrayList<>();
        private final List<CallId> ended = new ArrayList<>();

        @Override
        public List<LiveCall> list() {
            return List.copyOf(calls);
        }

        @Override
        public boolean hangUp(CallId call) {
            ended.add(call);
            return calls.removeIf(c -> c.id().equals(call));
        }

        @Override
        public boolean mute(CallId call, boolean muted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SaveResult<CallId> connect(CallDraft draft) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SaveResult<CallId> connectOver(String trunk, CallDraft draft) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SaveResult<CallId> listen(CallId call, String subscriber) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean stopListening(CallId call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Watch watch(Consumer<List<LiveCall>> listener) {
            throw new UnsupportedOperationException();
        }
    }

    @Nested
    class AsAKind extends ConfigKindContract {
        @Override
        protected ConfigKind kind() {
            return new SubscriberLimits();
        }

        @Override
        protected Map<String, String> sound() {
            return Map.of("subscriber", "anna", "hourly", "12.50", "daily", "100", "concurrent", "3");
        }

        @Override
        protected List<Map<String, String>> unsound() {
            return List.of(Map.of("subscriber", "anna", "daily", "much"), Map.of("subscriber", "anna", "hourly", "10", "daily", "9"));
        }
    }

    @Nested
    class AsAPolicy extends RoutingPolicyContract {
        @Override
        protected RoutingPolicy policy() throws Exception {
            return guard(Map.of());
        }
    }

    @Nested
    class AsAnAnalyser extends CallAnalyserContract {
        @Override
        protected CallAnalyser analyser() throws Exception {
            return guard(Map.of());
        }
    }

    @Nested
    class AsAResource extends HttpResourceContract {
        @Override
        protected HttpResource resource() throws Exception {
            return guard(Map.of());
        }
    }
}
