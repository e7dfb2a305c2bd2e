package org.trunkline.node.internal.nodecall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
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
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.engine.directory.trunk.TrialTrunks;
import org.trunkline.engine.directory.trunk.TrunkState;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.Samples;

class TestCallsTest {
    private final MemoryStore store = new MemoryStore();
    private final FakeNodeCalls engine = new FakeNodeCalls();
    private final ManualScheduler time = new ManualScheduler();
    private final TrialTrunks trunks = new TrialTrunks(time);
    private final TestCalls calls = new TestCalls(engine, _ -> CompletableFuture.completedFuture(Optional.empty()), this::open, store,
            InstantSource.fixed(Instant.EPOCH));

    private Optional<TrialTrunks.Trial> open(Trunk trunk, Optional<String> password) {
        return trunks.open(new TrialTrunks.Values(trunk, password, new TrunkState(time, () -> {}), trunk.limits(), List.of()), () -> {});
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
                Sound.TONE, 5, Optional.empty())));
        var asked = engine.placed.getFirst();
        assertEquals(new NodeCall.Target.OverTrunk("A", "+46701234567", "+46850010000", ""), asked.target());
        assertEquals(List.of("PCMU"), asked.codecs());
        assertEquals("b: c", asked.headers().getFirst().value());
        assertEquals(5, asked.longest().toSeconds());
        assertEquals(List.of("ada | call | trunk A | test call " + begun.id().value()), store.notes);
        assertEquals(Optional.of(begun), calls.find(begun.id()));
        engine.tell(new ApplicationEvent.Answered());
        assertEquals(new Audio.Tone("test"), assertInstanceOf(ApplicationCommand.Play.class, engine.commands.getFirst()).audio());
        var cdr = Samples.cdr(1);
        engine.end();
        var now = calls.find(begun.id()).orElseThrow();
        assertEquals(cdr.answeredAt().isPresent(), now.answeredAfter().isPresent());
        assertEquals(Samples.ladder(1).entries().size(), now.steps().size());
        assertTrue(now.end().isPresent());
        assertFalse(now.end().get().said().message().isEmpty());
    }

    @Test
    void silenceIsNothingPlayed() throws Exception {
        call(new TestCallDraft("A", "1", "", List.of(), List.of(), Sound.SILENCE, 1, Optional.empty()));
        engine.tell(new ApplicationEvent.Answered());
        assertEquals(List.of(), engine.commands);
        assertEquals(TestCallDraft.CODECS, engine.placed.getFirst().codecs());
    }

    @Test
    void aVoiceIsConnectedOnceItsPhoneIsAnswered() throws Exception {
        var begun = Author.as("ada", () -> call(new TestCallDraft("A", "+46701234567", "+46850010000", List.of("PCMU"), List.of("X-A: b"), Sound.TONE, 5,
                Optional.of("anna"))));
        var asked = engine.placed.getFirst();
        assertEquals(new NodeCall.Target.VoiceOverTrunk("anna", new NodeCall.Target.OverTrunk("A", "+46701234567", "+46850010000", "")), asked.target());
        assertEquals(List.of("PCMU"), asked.codecs());
        assertEquals("b", asked.headers().getFirst().value());
        assertEquals(List.of("ada | call | trunk A | test call with the voice of anna, " + begun.id().value()), store.notes);
        engine.tell(new ApplicationEvent.Answered());
        assertEquals("+46701234567", assertInstanceOf(ApplicationCommand.Bridge.class, engine.commands.getFirst()).to());
        engine.tell(new ApplicationEvent.CommandFailed("connect", "nobody answers there: 486 busy"));
        assertEquals(new Audio.Tone("busy"), assertInstanceOf(ApplicationCommand.Play.class, engine.commands.getLast()).audio());
    }

    @Test
    void aVoiceThatIsNotThereIsNamed() throws Exception {
        assertEquals(List.of("voice required"), errors(TestCallDraft.of("A", "1", "").spokenBy("")));
        engine.refusal = Optional.of(new NodeCalls.Outcome.Refused(NodeCalls.Refusal.NO_SUBSCRIBER, Optional.empty()));
        assertEquals(List.of("voice no-such-subscriber"), errors(TestCallDraft.of("A", "1", "").spokenBy("nobody")));
    }

    @Test
    void aWrongDraftCallsNobody() throws Exception {
        assertEquals(List.of("number required", "seconds out-of-range", "codecs[0] test-call-codec", "headers[0] test-call-header",
                "headers[1] test-call-header", "trunk required"), errors(new TestCallDraft("", "", "", List.of("G729"), List.of("Via: x", "X-A"), Sound.TONE, 61, Optional.empty())));
        assertEquals(List.of("codecs[1] test-call-codec"), errors(new TestCallDraft("A", "1", "", List.of("PCMA", "PCMA"), List.of(), Sound.TONE, 1, Optional.empty())));
        assertEquals(List.of(), engine.placed);
        assertEquals(List.of(), store.notes);
    }

    private static TestCallDraft to(String number) {
        return new TestCallDraft("", number, "", List.of(), List.of(), Sound.TONE, 5, Optional.empty());
    }

    @Test
    void aTrunkThatIsNotSavedIsThereForItsCallAlone() throws Exception {
        var trunk = Trunk.of("Telia", "sip.telia.example");
        var saved = assertInstanceOf(SaveResult.Saved.class, Author.as("ada", () -> calls.call(trunk, Optional.of("secret"), to("+46701234567"))));
        var begun = (TestCall) saved.value();
        assertEquals("Telia/unsaved", begun.trunk());
        assertEquals(new NodeCall.Target.OverTrunk("Telia/unsaved", "+46701234567", "", ""), engine.placed.getFirst().target());
        assertEquals(List.of("ada | call | trunk Telia/unsaved | test call " + begun.id().value()
                + " over values that are not saved, at sip.telia.example:5060"), store.notes);
        assertEquals(Optional.of("secret"), trunks.find("Telia/unsaved").orElseThrow().password());
        assertEquals("trunk-in-trial", assertThrows(NodeUnavailableException.class, () -> calls.call(trunk, Optional.empty(), to("1"))).code());
        assertEquals(List.of("trunk no-such-trunk"), errors(TestCallDraft.of("Telia/unsaved", "1", "")), "another call does not find it");
        engine.end();
        time.advance(Duration.ofSeconds(33));
        assertEquals(Optional.empty(), trunks.find("Telia/unsaved"));
        assertTrue(calls.find(begun.id()).orElseThrow().end().isPresent(), "the result stays");
    }

    @Test
    void theAuditSaysWhereATrunkThatIsNotSavedIs() throws Exception {
        for (String host : List.of("2001:db8::7", "sip.telia.example")) {
            var it = Trunk.of("Telia", host);
            int port = host.contains(":") ? 5060 : 0;
            var trunk = new Trunk(it.name(), new TrunkPeer(host, port, it.peer().transport(), List.of(), false), true, it.registration(), it.security(),
                    it.limits(), it.numbers(), it.tariff());
            assertInstanceOf(SaveResult.Saved.class, Author.as("ada", () -> calls.call(trunk, Optional.empty(), to("1"))));
            engine.end();
            time.advance(Duration.ofSeconds(33));
        }
        assertTrue(store.notes.getFirst().endsWith(", at [2001:db8::7]:5060"), store.notes.toString());
        assertTrue(store.notes.getLast().endsWith(", at sip.telia.example"), store.notes.toString());
    }

    @Test
    void aTrunkThatIsNotSavedIsGoneWhereItsCallIsRefused() throws Exception {
        var trunk = Trunk.of("Telia", "sip.telia.example");
        engine.refusal = Optional.of(new NodeCalls.Outcome.Refused(NodeCalls.Refusal.EMERGENCY, Optional.empty()));
        var refused = assertInstanceOf(SaveResult.Rejected.class, calls.call(trunk, Optional.empty(), to("112")));
        assertTrue(refused.errors().toString().contains("emergency-number"), refused.toString());
        engine.refusal = Optional.of(new NodeCalls.Outcome.Refused(NodeCalls.Refusal.DRAINING, Optional.empty()));
        assertThrows(NodeUnavailableException.class, () -> calls.call(trunk, Optional.empty(), to("1")));
        time.advance(Duration.ofSeconds(33));
        assertEquals(Optional.empty(), trunks.find("Telia/unsaved"));
        assertInstanceOf(SaveResult.Rejected.class, calls.call(trunk, Optional.empty(), to("")));
        assertEquals(Optional.empty(), trunks.find("Telia/unsaved"), "nothing is opened for a wrong draft");
        assertEquals(List.of(), store.notes);
    }

    @Test
    void aVoiceSpeaksOverATrunkThatIsNotSaved() throws Exception {
        var saved = assertInstanceOf(SaveResult.Saved.class, Author.as("ada", () -> calls.call(Trunk.of("Telia", "sip.telia.example"), Optional.empty(),
                to("+46701234567").spokenBy("anna"))));
        var begun = (TestCall) saved.value();
        assertEquals("Telia/unsaved", begun.trunk());
        assertEquals(new NodeCall.Target.VoiceOverTrunk("anna", new NodeCall.Target.OverTrunk("Telia/unsaved", "+46701234567", "", "")),
                engine.placed.getFirst().target());
        assertEquals(List.of("ada | call | trunk Telia/unsaved | test call with the voice of anna, " + begun.id().value()
                + " over values that are not saved, at sip.telia.example:5060"), store.notes);
        engine.tell(new ApplicationEvent.Answered());
        assertEquals("+46701234567", assertInstanceOf(ApplicationCommand.Bridge.class, engine.commands.getFirst()).to());
        engine.end();
        time.advance(Duration.ofSeconds(33));
        assertEquals(Optional.empty(), trunks.find("Telia/unsaved"));
    }

    @Test
    void aBugOfTheEngineLeavesNeitherATrunkNorAPlace() throws Exception {
        engine.bug = true;
        for (int i = 0; i <= Trials.MAX_TEST_CALLS; i++) {
            var trunk = Trunk.of("T" + i, "sip.telia.example");
            assertThrows(IllegalStateException.class, () -> calls.call(trunk, Optional.empty(), to("1")));
        }
        time.advance(Duration.ofSeconds(33));
        assertEquals(Optional.empty(), trunks.find("T0/unsaved"));
        engine.bug = false;
        assertEquals("A", call(TestCallDraft.of("A", "1", "")).trunk());
    }

    /** Each asks while another one is being placed. */
    @Test
    void callsThatBeginAtTheSameTimeAreCountedToo() throws Exception {
        var refused = new ArrayList<String>();
        engine.placing = () -> {
            try {
                calls.call(TestCallDraft.of("A", "1", ""));
            } catch (NodeUnavailableException e) {
                refused.add(e.code());
            }
        };
        call(TestCallDraft.of("A", "1", ""));
        assertEquals(Trials.MAX_TEST_CALLS, engine.placed.size());
        assertEquals(List.of("busy"), refused);
        engine.refusal = Optional.of(new NodeCalls.Outcome.Refused(NodeCalls.Refusal.DRAINING, Optional.empty()));
        engine.end();
        for (int i = 0; i <= Trials.MAX_TEST_CALLS; i++)
            assertEquals("takes-no-calls", assertThrows(NodeUnavailableException.class, () -> calls.call(TestCallDraft.of("A", "1", ""))).code());
    }

    @Test
    void aRefusalOfTheEngineNamesTheField() throws Exception {
        for (var why : List.of(NodeCalls.Refusal.NO_TRUNK, NodeCalls.Refusal.EMERGENCY, NodeCalls.Refusal.NOT_ROUTED)) {
            engine.refusal = Optional.of(new NodeCalls.Outcome.Refused(why, Optional.of(Cause.INVALID_NUMBER)));
            assertEquals(List.of(why == NodeCalls.Refusal.NO_TRUNK ? "trunk no-such-trunk" : why == NodeCalls.Refusal.EMERGENCY ? "number emergency-number"
                    : "number not-routed"), errors(TestCallDraft.of("A", "112", "")));
        }
        engine.refusal = Optional.of(new NodeCalls.Outcome.Refused(NodeCalls.Refusal.DRAINING, Optional.empty()));
        assertEquals("takes-no-calls", assertThrows(NodeUnavailableException.class, () -> calls.call(TestCallDraft.of("A", "1", ""))).code());
    }

    @Test
    void fewCallsAtOnceAndFewRemembered() throws Exception {
        for (int i = 0; i < Trials.MAX_TEST_CALLS; i++)
            call(TestCallDraft.of("A", "1", ""));
        assertEquals("busy", assertThrows(NodeUnavailableException.class, () -> calls.call(TestCallDraft.of("A", "1", ""))).code());
        for (int i = 0; i < Trials.REMEMBERED_TEST_CALLS; i++) {
            engine.end();
            calls.call(TestCallDraft.of("A", "1", ""));
        }
        assertEquals(Optional.empty(), calls.find(Samples.id(1)));
        assertTrue(calls.find(Samples.id(engine.placed.size())).isPresent());
    }
}
