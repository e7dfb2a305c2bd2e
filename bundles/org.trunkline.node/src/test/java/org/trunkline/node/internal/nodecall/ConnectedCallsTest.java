package org.trunkline.node.internal.nodecall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls.Outcome;
import org.trunkline.engine.port.application.NodeCalls.Refusal;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.testkit.Samples;

class ConnectedCallsTest {
    private static final CallDraft DRAFT = new CallDraft("bob", "0701234567");

    private final MemoryStore store = new MemoryStore();
    private final FakeNodeCalls engine = new FakeNodeCalls();
    private final ConnectedCalls calls = new ConnectedCalls(engine, store);

    private List<String> errors(CallDraft draft) throws Exception {
        return assertInstanceOf(SaveResult.Rejected.class, calls.connect(draft, Optional.empty())).errors().stream()
                .map(error -> ((FieldError) error).field() + " " + ((FieldError) error).code()).toList();
    }

    @Test
    void thePhoneIsRungAndThenTheNumber() throws Exception {
        assertEquals(new SaveResult.Saved<>(Samples.id(1)), Author.as("ada", () -> calls.connect(DRAFT, Optional.empty())));
        assertEquals(new NodeCall.Target.ForSubscriber("bob", "0701234567", Optional.empty()), engine.placed.getFirst().target());
        assertEquals(List.of("ada | call | subscriber bob | call " + Samples.id(1)), store.notes);
        assertEquals(List.of(), engine.commands);
        engine.tell(new ApplicationEvent.Answered());
        engine.tell(new ApplicationEvent.Bridged("connect"));
        engine.tell(new ApplicationEvent.HungUp(Optional.of(Cause.NORMAL)));
        assertEquals(List.of(new ApplicationCommand.Bridge("connect", "0701234567")), engine.commands);
    }

    @Test
    void theNumberIsCalledOverTheTrunkThatWasChosen() throws Exception {
        assertEquals(new SaveResult.Saved<>(Samples.id(1)), Author.as("ada", () -> calls.connect(DRAFT, Optional.of("Telia"))));
        assertEquals(new NodeCall.Target.ForSubscriber("bob", "0701234567", Optional.of("Telia")), engine.placed.getFirst().target());
        assertEquals(List.of("ada | call | subscriber bob | call over trunk Telia, " + Samples.id(1)), store.notes);
        engine.refusal = Optional.of(new Outcome.Refused(Refusal.NO_TRUNK, Optional.empty()));
        assertEquals(List.of(new FieldError("trunk", "no-such-trunk", List.of("Nobody"), "there is no trunk \"Nobody\"")),
                assertInstanceOf(SaveResult.Rejected.class, calls.connect(DRAFT, Optional.of("Nobody"))).errors());
        assertEquals("trunk", ((FieldError) assertInstanceOf(SaveResult.Rejected.class, calls.connect(DRAFT, Optional.of(""))).errors().getFirst())
                .field());
    }

    @Test
    void whoReachesNobodyHearsThat() throws Exception {
        calls.connect(DRAFT, Optional.empty());
        engine.tell(new ApplicationEvent.Answered());
        engine.tell(new ApplicationEvent.CommandFailed("connect", "486"));
        assertEquals(new Audio.Tone("busy"), assertInstanceOf(ApplicationCommand.Play.class, engine.commands.getLast()).audio());
        engine.tell(new ApplicationEvent.PlaybackEnded("busy", true));
        assertEquals(new ApplicationCommand.HangUp("end", Cause.NORMAL), engine.commands.getLast());
    }

    @Test
    void whoCannotHearThatIsHungUp() throws Exception {
        calls.connect(DRAFT, Optional.empty());
        engine.tell(new ApplicationEvent.CommandFailed("connect", "486"));
        engine.tell(new ApplicationEvent.CommandFailed("busy", "no media"));
        assertEquals(new ApplicationCommand.HangUp("end", Cause.NORMAL), engine.commands.getLast());
    }

    @Test
    void aWrongDraftCallsNobody() throws Exception {
        assertEquals(List.of("subscriber required", "number required"), errors(new CallDraft("", "")));
        assertEquals(List.of("number control-character"), errors(new CallDraft("bob", "1\n2")));
        assertEquals(List.of(), engine.placed);
        for (var why : List.of(Refusal.NO_SUBSCRIBER, Refusal.EMERGENCY, Refusal.NOT_ROUTED)) {
            engine.refusal = Optional.of(new Outcome.Refused(why, Optional.of(Cause.INVALID_NUMBER)));
            assertEquals(List.of(why == Refusal.NO_SUBSCRIBER ? "subscriber no-such-subscriber" : why == Refusal.EMERGENCY
                    ? "number emergency-number" : "number not-routed"), errors(DRAFT));
        }
        engine.refusal = Optional.of(new Outcome.Refused(Refusal.DRAINING, Optional.empty()));
        assertEquals("takes-no-calls", assertThrows(NodeUnavailableException.class, () -> calls.connect(DRAFT, Optional.empty())).code());
        assertEquals(List.of(), store.notes);
    }
}
