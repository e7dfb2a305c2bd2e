package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallEvent;

/** What each {@link CallApplication} must do. Extend it with the application under test. */
public abstract class CallApplicationContract {
    private static final int MOST_COMMANDS = 16;
    private static final Party CALLER = new Party("+46701234567", Optional.of("+46701234567"), "Alice");
    private static final Party CALLED = Party.of("4711");

    private final Random random = new Random(13);

    /** A new one. */
    protected abstract CallApplication application() throws Exception;

    private CallId call() {
        return CallId.next(Instant.EPOCH, random);
    }

    private static CallEvent offered(CallId call) {
        return new CallEvent.Offered(call, 1, Direction.INBOUND, CALLER, CALLED, "a test");
    }

    /** One of each, numbered. */
    private static List<CallEvent> events(CallId call) {
        return List.of(offered(call), new CallEvent.Answered(call, 2), new CallEvent.Digit(call, 3, '5'),
                new CallEvent.Gathered(call, 4, "unknown", ""), new CallEvent.PlaybackEnded(call, 5, "unknown", true),
                new CallEvent.Recorded(call, 6, "unknown", "unknown.wav", Duration.ofSeconds(3)),
                new CallEvent.Bridged(call, 7, "unknown"), new CallEvent.CommandFailed(call, 8, "unknown", "a test"),
                new CallEvent.HungUp(call, 9, Optional.of(Cause.NORMAL)));
    }

    @Test
    void itsNameIsANameAndStaysTheSame() throws Exception {
        var application = application();
        var info = application.info();
        assertTrue(info.name().matches("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?"), info.name());
        assertFalse(info.label().en().isBlank(), "the desk shows the label");
        assertEquals(info, application.info());
    }

    @Test
    void eachEventIsAnsweredWithAFewCommandsThatHaveIds() throws Exception {
        var application = application();
        for (var event : events(call())) {
            var commands = application.on(event);
            assertTrue(commands.size() <= MOST_COMMANDS, event + ": " + commands.size() + " commands");
            var ids = new HashSet<String>();
            for (var command : commands) {
                assertTrue(command.id() != null && !command.id().isBlank() && command.id().length() <= 64, command.toString());
                assertTrue(ids.add(command.id()), "two commands of one id: the second would not be carried out: " + command);
            }
        }
    }

    @Test
    void anEventThatIsToldTwiceIsAnsweredTheSameWay() throws Exception {
        var application = application();
        var call = call();
        var first = ids(application.on(offered(call)));
        var again = ids(application.on(offered(call)));
        assertTrue(again.isEmpty() || again.equals(first), first + " then " + again);
    }

    @Test
    void aCallThatItDoesNotKnowIsTakenUpAgain() throws Exception {
        var application = application();
        var call = call();
        application.on(new CallEvent.Resumed(call, 12, CALLER, CALLED, true));
        application.on(new CallEvent.Digit(call, 13, '1'));
        application.on(new CallEvent.HungUp(call, 14, Optional.empty()));
    }

    @Test
    void nothingIsWantedOfACallThatIsOver() throws Exception {
        var application = application();
        var call = call();
        application.on(offered(call));
        assertEquals(List.of(), application.on(new CallEvent.HungUp(call, 2, Optional.of(Cause.CANCELLED))));
    }

    @Test
    void severalCallsAtOnceDoNotDisturbEachOther() throws Exception {
        var application = application();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var answers = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < 64; i++) {
                var call = call();
                answers.add(threads.submit(() -> ids(application.on(offered(call)))));
            }
            for (var answer : answers)
                assertEquals(answers.getFirst().get(), answer.get());
        }
    }

    private static List<String> ids(List<CallCommand> commands) {
        return commands.stream().map(CallCommand::id).toList();
    }
}
