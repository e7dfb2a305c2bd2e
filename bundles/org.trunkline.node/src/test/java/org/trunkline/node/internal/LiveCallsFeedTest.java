package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.Party;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.media.Media;
import org.trunkline.node.internal.nodecall.ConnectedCalls;
import org.trunkline.node.internal.nodecall.FakeNodeCalls;
import org.trunkline.node.internal.nodecall.ListenedCalls;
import org.trunkline.testkit.ManualScheduler;

class LiveCallsFeedTest {
    private final ManualScheduler time = new ManualScheduler();
    private final FewCalls calls = new FewCalls();
    private final LiveCallsFeed view = new LiveCallsFeed(calls, time, new Watchers<>(Runnable::run),
            new ConnectedCalls(new FakeNodeCalls(), new MemoryStore()),
            new ListenedCalls(new FakeNodeCalls(), calls, new MemoryStore(), time, Runnable::run), number -> number.equals("+46701234567") ? Optional.of("Anna") : Optional.empty());
    private final List<Integer> told = new ArrayList<>();

    /** Calls that come when told. */
    private static final class FewCalls implements Calls {
        private final List<LiveCall> now = new ArrayList<>();
        private Runnable listener = () -> {};

        void add() {
            var id = new CallId("06GZW8PS7WE6SNSW5VQ" + now.size());
            now.add(new LiveCall(id, Direction.INTERNAL, CallState.RINGING, Party.of("a"), Party.of("b"), Optional.empty(),
                    Instant.EPOCH, Optional.empty(), List.of()));
            listener.run();
        }

        @Override
        public List<Media.Mixed> mixes() {
            return now.size() < 3 ? List.of() : List.of(new Media.Mixed("conference/8000", List.of(
                    new Media.Mixed.Member(now.getFirst().id(), true, true, false, Duration.ZERO),
                    new Media.Mixed.Member(now.getLast().id(), false, false, false, Duration.ZERO))));
        }

        @Override
        public boolean mute(CallId call, boolean muted) {
            return now.getFirst().id().equals(call);
        }

        @Override
        public List<LiveCall> snapshot() {
            return List.copyOf(now);
        }

        @Override
        public int count() {
            return now.size();
        }

        @Override
        public long total() {
            return now.size();
        }

        @Override
        public boolean hangUp(CallId call) {
            return false;
        }

        @Override
        public void drain() {}

        @Override
        public void resume() {}

        @Override
        public boolean draining() {
            return false;
        }

        @Override
        public void endAll() {}

        @Override
        public AutoCloseable onChange(Runnable changed) {
            listener = changed;
            return () -> listener = () -> {};
        }

        @Override
        public AutoCloseable onEnded(Consumer<Boolean> answered) {
            return () -> {};
        }
    }

    @Test
    void callsOfAConferenceSaySo() {
        calls.add();
        calls.add();
        assertEquals(List.of(), view.list().stream().flatMap(call -> call.conference().stream()).toList());
        calls.add();
        assertEquals(List.of(Optional.of(new ConferenceSeat("8000", false, true, false)), Optional.empty(),
                Optional.of(new ConferenceSeat("8000", true, false, false))), view.list().stream().map(LiveCall::conference).toList());
        assertTrue(view.mute(calls.now.getFirst().id(), true));
        assertFalse(view.mute(calls.now.getLast().id(), true));
    }

    @Test
    void tellsAtOnceThenAtMostFourTimesASecond() {
        calls.add();
        var watch = view.watch(list -> told.add(list.size()));
        assertEquals(List.of(1), told);
        for (int i = 0; i < 5; i++)
            calls.add();
        time.advance(Duration.ZERO);
        assertEquals(List.of(1, 6), told);
        for (int i = 0; i < 20; i++) {
            calls.listener.run();
            time.advance(Duration.ofMillis(50));
        }
        assertEquals(6, told.size()); // a second: four more
        time.advance(Duration.ofSeconds(5));
        int quiet = told.size();
        time.advance(Duration.ofSeconds(5));
        assertEquals(quiet, told.size());
        calls.add();
        time.advance(Duration.ZERO);
        assertEquals(7, told.getLast());
        watch.close();
        calls.add();
        time.advance(Duration.ofSeconds(1));
        assertEquals(7, told.getLast());
    }

    @Test
    void aCallThatEndsBeforeItCanSayIsNotThere() {
        assertEquals(Optional.empty(), view.soFar(new CallId("06GZW8PS7WE6SNSW5VQ0")));
    }

    @Test
    void whatIsMeasuredIsToldEachSecondWhileThereAreCalls() {
        view.watch(list -> told.add(list.size()));
        view.pulse();
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of(0), told);
        calls.add();
        time.advance(Duration.ofSeconds(1));
        view.pulse();
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of(0, 1, 1), told);
    }
}
