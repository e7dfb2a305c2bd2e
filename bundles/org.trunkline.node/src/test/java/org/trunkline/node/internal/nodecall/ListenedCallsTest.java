package org.trunkline.node.internal.nodecall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls.Outcome;
import org.trunkline.engine.port.application.NodeCalls.Refusal;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.Unheard;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.Samples;

class ListenedCallsTest {
    private static final CallId CALL = Samples.id(40);
    private static final ApplicationCommand END = new ApplicationCommand.HangUp("end", Cause.NORMAL);

    private final MemoryStore store = new MemoryStore();
    private final ManualScheduler time = new ManualScheduler();
    private final FakeNodeCalls engine = new FakeNodeCalls();
    private final TwoParties calls = new TwoParties();
    private final AtomicInteger changes = new AtomicInteger();
    private final ListenedCalls listened = new ListenedCalls(engine, calls, store, time, Runnable::run);

    ListenedCallsTest() {
        listened.onChange(changes::incrementAndGet);
    }

    /** Calls that anybody may listen to, unless the test says otherwise. */
    private static final class TwoParties implements Calls {
        private List<LiveCall> live = List.of(Samples.call(40));
        private Optional<Unheard> unheard = Optional.empty();
        private boolean lost;
        private final List<String> mixes = new ArrayList<>();
        private Runnable ended = () -> {};

        @Override
        public List<LiveCall> snapshot() {
            return live;
        }

        @Override
        public CompletableFuture<Optional<Unheard>> unheard(CallId call) {
            return CompletableFuture.completedFuture(unheard);
        }

        @Override
        public CompletableFuture<Optional<MediaSession.Listening>> listen(CallId call, String mix, Runnable whenEnded) {
            mixes.add(mix);
            ended = whenEnded;
            return CompletableFuture.completedFuture(lost ? Optional.empty() : Optional.of(() -> {
                mixes.remove(mix);
                whenEnded.run();
            }));
        }

        @Override
        public int count() {
            return live.size();
        }

        @Override
        public long total() {
            return live.size();
        }

        @Override
        public boolean hangUp(CallId call) {
            return false;
        }

        @Override
        public void drain() {}

        @Override
        public boolean draining() {
            return false;
        }

        @Override
        public void resume() {}

        @Override
        public void endAll() {}

        @Override
        public AutoCloseable onChange(Runnable listener) {
            return () -> {};
        }

        @Override
        public AutoCloseable onEnded(Consumer<Boolean> answered) {
            return () -> {};
        }
    }

    private String error() throws Exception {
        var error = (FieldError) assertInstanceOf(SaveResult.Rejected.class, listened.listen(CALL, "bob")).errors().getFirst();
        return error.field() + " " + error.code();
    }

    @Test
    void thePhoneHearsTheCallUntilItHangsUp() throws Exception {
        assertEquals(new SaveResult.Saved<>(Samples.id(1)), Author.as("ada", () -> listened.listen(CALL, "bob")));
        assertEquals("bob", assertInstanceOf(NodeCall.Target.PhonesOf.class, engine.placed.getFirst().target()).username());
        assertEquals(Map.of(), listened.listeners(), "it only rings");
        engine.tell(new ApplicationEvent.Answered());
        assertEquals(List.of(new ApplicationCommand.Join("listen", CALL.value(), false, false, 2)), engine.commands);
        assertEquals(List.of("node:calls/" + CALL), calls.mixes, "the mix that the phone is in");
        assertEquals(Map.of(CALL, "bob"), listened.listeners());
        assertEquals(1, changes.get());
        time.advance(Duration.ofSeconds(75));
        engine.tell(new ApplicationEvent.HungUp(Optional.of(Cause.NORMAL)));
        assertEquals(List.of(), calls.mixes);
        assertEquals(Map.of(), listened.listeners());
        assertEquals(2, changes.get());
        String about = "ada | listen | call " + CALL + " | ";
        assertEquals(List.of(about + "rings bob", about + "bob listens"), store.notes.subList(0, 2));
        assertTrue(store.notes.getLast().matches("ada \\| listen \\| call " + CALL + " \\| bob listened from \\S+Z to \\S+Z"), store.notes.getLast());
        assertEquals(3, store.notes.size());
        assertFalse(listened.stop(CALL));
    }

    @Test
    void itEndsWithTheCallOrWhenItIsToEnd() throws Exception {
        listened.listen(CALL, "bob");
        assertEquals("call call-listened", error());
        engine.tell(new ApplicationEvent.Answered());
        calls.ended.run();
        assertEquals(END, engine.commands.getLast());
        engine.commands.clear();
        assertTrue(listened.stop(CALL));
        assertEquals(List.of(END), engine.commands);
        engine.end(); // also where nothing told that it was hung up
        assertEquals(Map.of(), listened.listeners());
        assertInstanceOf(SaveResult.Saved.class, listened.listen(CALL, "bob"));
    }

    @Test
    void aPhoneThatComesTooLateIsHungUp() throws Exception {
        calls.lost = true;
        listened.listen(CALL, "bob");
        engine.tell(new ApplicationEvent.Answered());
        assertEquals(END, engine.commands.getLast());
        engine.tell(new ApplicationEvent.HungUp(Optional.of(Cause.NORMAL)));
        assertTrue(store.notes.getLast().endsWith("bob heard nothing"), store.notes.getLast());
    }

    @Test
    void aFullMixHangsUp() throws Exception {
        listened.listen(CALL, "bob");
        engine.tell(new ApplicationEvent.Answered());
        engine.tell(new ApplicationEvent.CommandFailed("listen", "full"));
        assertEquals(END, engine.commands.getLast());
    }

    @Test
    void whatCannotBeListenedToRingsNobody() throws Exception {
        for (var why : Unheard.Why.values()) {
            calls.unheard = Optional.of(new Unheard(why, "GSM"));
            assertEquals("call " + switch (why) {
                case GONE -> "call-gone";
                case NOT_ANSWERED -> "call-not-answered";
                case NODE_IS_A_SIDE -> "call-with-node";
                case NO_SOUND -> "call-without-sound";
                case CODEC -> "call-codec";
            }, error());
        }
        calls.unheard = Optional.empty();
        assertInstanceOf(SaveResult.Missing.class, listened.listen(Samples.id(41), "bob"));
        String party = calls.live.getFirst().legs().getFirst().peer();
        assertEquals("listener-in-call", ((FieldError) assertInstanceOf(SaveResult.Rejected.class, listened.listen(CALL, party)).errors().getFirst()).code());
        assertEquals(List.of(), engine.placed);
        engine.refusal = Optional.of(new Outcome.Refused(Refusal.NO_SUBSCRIBER, Optional.empty()));
        assertEquals("subscriber no-such-subscriber", error());
        engine.refusal = Optional.of(new Outcome.Refused(Refusal.DRAINING, Optional.empty()));
        assertThrows(NodeUnavailableException.class, () -> listened.listen(CALL, "bob"));
        assertEquals(List.of(), store.notes);
        engine.refusal = Optional.empty();
        assertInstanceOf(SaveResult.Saved.class, listened.listen(CALL, "bob"), "nothing is left of those before");
    }

    @Test
    void onlySoManyListenAtOnce() throws Exception {
        var many = new ArrayList<LiveCall>();
        for (int i = 0; i <= ListenedCalls.MOST; i++)
            many.add(Samples.call(40 + i));
        calls.live = many;
        for (int i = 0; i < ListenedCalls.MOST; i++)
            listened.listen(many.get(i).id(), "bob");
        assertEquals("busy", assertThrows(NodeUnavailableException.class, () -> listened.listen(many.getLast().id(), "bob")).code());
    }
}
