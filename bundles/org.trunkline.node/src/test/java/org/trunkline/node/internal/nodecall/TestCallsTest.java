package org.trunkline.node.internal.nodecall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials;
import org.trunkline.api.node.Trials.Sound;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.engine.port.Calls.SoFar;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.testkit.Samples;

class TestCallsTest implements NodeCalls, Applications.Handle {
    private final MemoryStore store = new MemoryStore();
    private final List<NodeCall> placed = new ArrayList<>();
    private final List<ApplicationCommand> commands = new ArrayList<>();
    private Optional<Outcome.Refused> refusal = Optional.empty();
    private Optional<Applications.Holder> holder = Optional.empty();
    private CompletableFuture<SoFar> ended = new CompletableFuture<>();
    private final TestCalls calls = new TestCalls(this, _ -> CompletableFuture.completedFuture(Optional.empty()), store, InstantSource.fixed(Instant.EPOCH));

    @Override
    public Outcome place(NodeCall call, Applications.Holder application) {
        if (refusal.isPresent())
            return refusal.get();
        placed.add(call);
        holder = Optional.of(application);
        ended = new CompletableFuture<>();
        return new Outcome.Placed(Samples.id(placed.size()), this, ended);
    }

    @Override
    public void command(ApplicationCommand command) {
        commands.add(command);
    }

    @Override
    public void abandon(boolean route) {
        throw new AssertionError("nothing is given away");
    }

    private List<String> errors(TestCallDraft draft) throws Exception {
        return assertInstanceOf(SaveResult.Rejected.class, calls.call(draft)).errors().stream()
                .map(error -> ((FieldError) error).field() + " " + ((FieldError) error).code()).toList();
    }

    private TestCall call(TestCallDraft draft) throws Exception {
        return (TestCall) assertInstanceOf(SaveResult.Saved.class, calls.call(draft)).value();
    }

    @Test
    void theFarSideHearsAToneAndTheAuditSaysWhoCalled() throws Exception {
        var begun = Author.as("ada", () -> call(new TestCallDraft("A", "+46701234567", "+46850010000", List.of("PCMU"), List.of("X-A: b: c"),
                Sound.TONE, 5)));
        var asked = placed.getFirst();
        assertEquals(new NodeCall.Target.OverTrunk("A", "+46701234567", "+46850010000", ""), asked.target());
        assertEquals(List.of("PCMU"), asked.codecs());
        assertEquals("b: c", asked.headers().getFirst().value());
        assertEquals(5, asked.longest().toSeconds());
        assertEquals(List.of("ada | call | trunk A | test call " + begun.id().value()), store.notes);
        assertEquals(Optional.of(begun), calls.find(begun.id()));
        holder.orElseThrow().on(new ApplicationEvent.Answered());
        assertEquals(new Audio.Tone("test"), assertInstanceOf(ApplicationCommand.Play.class, commands.getFirst()).audio());
        var cdr = Samples.cdr(1);
        ended.complete(new SoFar(cdr, Samples.ladder(1)));
        var now = calls.find(begun.id()).orElseThrow();
        assertEquals(cdr.answeredAt().isPresent(), now.answeredAfter().isPresent());
        assertEquals(Samples.ladder(1).entries().size(), now.steps().size());
        assertTrue(now.end().isPresent());
        assertFalse(now.end().get().said().message().isEmpty());
    }

    @Test
    void silenceIsNothingPlayed() throws Exception {
        call(new TestCallDraft("A", "1", "", List.of(), List.of(), Sound.SILENCE, 1));
        holder.orElseThrow().on(new ApplicationEvent.Answered());
        assertEquals(List.of(), commands);
        assertEquals(TestCallDraft.CODECS, placed.getFirst().codecs());
    }

    @Test
    void aWrongDraftCallsNobody() throws Exception {
        assertEquals(List.of("number required", "trunk required", "seconds out-of-range", "codecs[0] test-call-codec", "headers[0] test-call-header",
                "headers[1] test-call-header"), errors(new TestCallDraft("", "", "", List.of("G729"), List.of("Via: x", "X-A"), Sound.TONE, 61)));
        assertEquals(List.of("codecs[1] test-call-codec"), errors(new TestCallDraft("A", "1", "", List.of("PCMA", "PCMA"), List.of(), Sound.TONE, 1)));
        assertEquals(List.of(), placed);
        assertEquals(List.of(), store.notes);
    }

    @Test
    void aRefusalOfTheEngineNamesTheField() throws Exception {
        for (var why : List.of(Refusal.NO_TRUNK, Refusal.EMERGENCY, Refusal.NOT_ROUTED)) {
            refusal = Optional.of(new Outcome.Refused(why, Optional.of(Cause.INVALID_NUMBER)));
            assertEquals(List.of(why == Refusal.NO_TRUNK ? "trunk no-such-trunk" : why == Refusal.EMERGENCY ? "number emergency-number"
                    : "number not-routed"), errors(TestCallDraft.of("A", "112", "")));
        }
        refusal = Optional.of(new Outcome.Refused(Refusal.DRAINING, Optional.empty()));
        assertEquals("takes-no-calls", assertThrows(NodeUnavailableException.class, () -> calls.call(TestCallDraft.of("A", "1", ""))).code());
    }

    @Test
    void fewCallsAtOnceAndFewRemembered() throws Exception {
        for (int i = 0; i < Trials.MAX_TEST_CALLS; i++)
            call(TestCallDraft.of("A", "1", ""));
        assertEquals("busy", assertThrows(NodeUnavailableException.class, () -> calls.call(TestCallDraft.of("A", "1", ""))).code());
        for (int i = 0; i < Trials.REMEMBERED_TEST_CALLS; i++) {
            ended.complete(new SoFar(Samples.cdr(1), Samples.ladder(1)));
            calls.call(TestCallDraft.of("A", "1", ""));
        }
        assertEquals(Optional.empty(), calls.find(Samples.id(1)));
        assertTrue(calls.find(Samples.id(placed.size())).isPresent());
    }
}
