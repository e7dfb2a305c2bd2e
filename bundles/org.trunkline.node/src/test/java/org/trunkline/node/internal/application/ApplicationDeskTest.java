package org.trunkline.node.internal.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.node.internal.application.ApplicationDesk.Patience;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallEvent;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.ManualScheduler;

class ApplicationDeskTest {
    private static final ApplicationEvent OFFERED =
            new ApplicationEvent.Offered(Direction.INBOUND, Party.of("1"), Party.of("2"), "a test");
    private static final ApplicationEvent DIGIT = new ApplicationEvent.Digit('5');
    private static final ApplicationEvent END = new ApplicationEvent.HungUp(Optional.of(Cause.NORMAL));

    private final ManualScheduler clock = new ManualScheduler();
    private final ApplicationDesk desk = new ApplicationDesk(clock, Runnable::run, Patience.USUAL);
    private final Random random = new Random(1);
    private final List<String> abandoned = Collections.synchronizedList(new ArrayList<>());
    private final List<ApplicationCommand> commands = Collections.synchronizedList(new ArrayList<>());

    /** What the engine gives to each call. */
    private final Applications.Handle handle = new Applications.Handle() {
        @Override
        public void command(ApplicationCommand command) {
            commands.add(command);
        }

        @Override
        public void abandon(boolean route) {
            abandoned.add(route ? "route" : "hang up");
        }
    };

    private interface Reaction {
        List<CallCommand> to(CallEvent event) throws ExtensionException;
    }

    private static final class Scripted implements CallApplication {
        final List<CallEvent> events = Collections.synchronizedList(new ArrayList<>());
        private String name;
        private List<Occasion> takes = List.of(Occasion.UNASSIGNED_NUMBER);
        private Otherwise otherwise;
        private final Reaction reaction;

        Scripted(String name, Otherwise otherwise, Reaction reaction) {
            this.name = name;
            this.otherwise = otherwise;
            this.reaction = reaction;
        }

        @Override
        public ApplicationInfo info() {
            return new ApplicationInfo(name, LocalizedText.of(name), takes, otherwise);
        }

        @Override
        public List<CallCommand> on(CallEvent event) throws ExtensionException {
            events.add(event);
            return reaction.to(event);
        }

        List<String> heard() {
            return events.stream().map(e -> e.number() + " " + e.getClass().getSimpleName()).toList();
        }
    }

    private static Scripted quiet() {
        return new Scripted("attendant", CallApplication.Otherwise.ROUTE, _ -> List.of());
    }

    private static Scripted failing(CallApplication.Otherwise otherwise, Reaction reaction) {
        return new Scripted("attendant", otherwise, reaction);
    }

    private Scripted added(Scripted application) {
        desk.add(application, 0, Optional.empty());
        return application;
    }

    private CallId call() {
        return CallId.next(Instant.EPOCH, random);
    }

    private Applications.Holder taken() {
        return desk.take("attendant", call(), handle).orElseThrow();
    }

    private static ExtensionFailedException gone() {
        return new ExtensionFailedException("test", ExtensionFailedException.Reason.GONE, "restarting");
    }

    /** Has numbers of its own, until it fails. */
    private static final class Rooms implements CallApplication {
        private final String name;
        private List<String> numbers;
        private boolean down;

        Rooms(String name, String... numbers) {
            this.name = name;
            this.numbers = List.of(numbers);
        }

        @Override
        public ApplicationInfo info() {
            return new ApplicationInfo(name, LocalizedText.of("Rooms"), List.of(), Otherwise.HANG_UP);
        }

        @Override
        public List<String> numbers() throws ExtensionException {
            if (down)
                throw new ExtensionException("restarting", true);
            return numbers;
        }

        @Override
        public List<CallCommand> on(CallEvent event) {
            return List.of();
        }
    }

    @Test
    void numbersOfAnApplicationsOwnAreAskedAgain() {
        var rooms = new Rooms("rooms", "8000");
        desk.add(rooms, 0, Optional.empty());
        assertEquals(Optional.of("rooms"), desk.owner("8000"));
        rooms.numbers = List.of("+46812345678");
        desk.askNumbers();
        assertEquals(Optional.empty(), desk.owner("8000"));
        assertEquals(Optional.of("rooms"), desk.owner("+46812345678"));
    }

    @Test
    void aFamilyOfNamesIsAnApplicationsOwn() {
        desk.add(new Rooms("queues", "queue-*", "queue-vip", "queue-all-*"), 0, Optional.empty());
        desk.add(new Rooms("calm", "8*"), 0, Optional.empty());
        for (String name : List.of("queue-7", "queue-", "queue-vip", "queue-all-7"))
            assertEquals(Optional.of("queues"), desk.owner(name), name);
        for (String name : List.of("", "queue", "queue-7-x", "8000", "*", "-"))
            assertEquals(Optional.empty(), desk.owner(name), name);
    }

    @Test
    void anApplicationThatFailsKeepsItsNumbersAndNoOthers() {
        var rooms = new Rooms("rooms", "8000");
        var echo = new Rooms("echo", "8001", "8002");
        desk.add(rooms, 0, Optional.empty());
        desk.add(echo, 0, Optional.empty());
        rooms.down = true;
        echo.numbers = List.of("8001");
        desk.askNumbers();
        assertEquals(Optional.of("rooms"), desk.owner("8000"));
        assertEquals(Optional.of("echo"), desk.owner("8001"));
        assertEquals(Optional.empty(), desk.owner("8002"), "given up while another failed");
    }

    @Test
    void eventsAreNumberedAndCommandsCarriedOut() {
        var application = added(new Scripted("attendant", CallApplication.Otherwise.ROUTE,
                event -> event instanceof CallEvent.Offered ? List.of(new CallCommand.Answer("a"),
                        new CallCommand.Play("p", new CallCommand.Audio.Tone("busy"), 2)) : List.of()));
        var held = taken();
        held.on(OFFERED);
        held.on(DIGIT);
        held.on(END);
        assertEquals(List.of("1 Offered", "2 Digit", "3 HungUp"), application.heard());
        assertEquals(List.of("a", "p"), commands.stream().map(ApplicationCommand::id).toList());
        assertEquals(0, desk.count());
        assertEquals(0, clock.pending(), "no timer is left behind");
    }

    @Test
    void nobodyIsThereForAnotherName() {
        added(quiet());
        assertTrue(desk.take("voicemail", call(), handle).isEmpty());
    }

    @Test
    void theHighestRankedTakesUnassignedNumbers() {
        assertEquals(Optional.empty(), desk.unassigned());
        added(quiet());
        var better = new Scripted("better", CallApplication.Otherwise.ROUTE, _ -> List.of());
        desk.add(better, 5, Optional.empty());
        assertEquals(Optional.of("better"), desk.unassigned());
        desk.remove(better);
        assertEquals(Optional.of("attendant"), desk.unassigned());
    }

    @Test
    void anEventThatFailsEndsItsPart() {
        added(failing(CallApplication.Otherwise.ROUTE, _ -> {
            throw new NoClassDefFoundError("missing");
        }));
        taken().on(OFFERED);
        assertEquals(List.of("route"), abandoned);
    }

    @Test
    void itSaysWhatBecomesOfItsCalls() {
        added(failing(CallApplication.Otherwise.HANG_UP, _ -> {
            throw new ExtensionException("no database", false);
        }));
        var held = taken();
        held.on(OFFERED);
        held.on(DIGIT);
        assertEquals(List.of("hang up"), abandoned, "once");
        assertEquals(0, desk.count());
    }

    @Test
    void nonsenseEndsItsPart() {
        added(failing(CallApplication.Otherwise.ROUTE, _ -> Collections.nCopies(17, new CallCommand.Answer("a"))));
        taken().on(OFFERED);
        added(failing(CallApplication.Otherwise.ROUTE, _ -> Collections.singletonList(null)));
        assertEquals(List.of("route"), abandoned);
        assertEquals(List.of(), commands);
    }

    @Test
    void aNullAmongTheCommandsEndsItsPart() {
        added(failing(CallApplication.Otherwise.ROUTE, _ -> Collections.singletonList(null)));
        taken().on(OFFERED);
        assertEquals(List.of("route"), abandoned);
    }

    @Test
    void whatIsMissingInACommandIsForTheEngineToRefuse() {
        added(failing(CallApplication.Otherwise.ROUTE, _ -> List.of(new CallCommand.Bridge("b", null),
                new CallCommand.Gather(null, 3, null, null))));
        taken().on(OFFERED);
        assertEquals(List.of(new ApplicationCommand.Bridge("b", ""),
                new ApplicationCommand.Gather("", 3, Optional.empty(), Duration.ZERO)), commands);
    }

    @Test
    void anApplicationThatComesBackResumesItsCalls() {
        var first = added(quiet());
        var held = taken();
        held.on(OFFERED);
        held.on(new ApplicationEvent.Answered());
        desk.remove(first);
        clock.advance(Duration.ofMillis(1500));
        held.on(DIGIT);
        var second = added(quiet());
        assertEquals(List.of("4 Resumed", "3 Digit"), second.heard());
        assertTrue(assertInstanceOf(CallEvent.Resumed.class, second.events.getFirst()).answered());
        clock.advance(Duration.ofSeconds(5));
        assertEquals(List.of(), abandoned);
    }

    @Test
    void anApplicationThatStaysAwayLosesItsCalls() {
        var first = added(quiet());
        taken().on(OFFERED);
        desk.remove(first);
        clock.advance(Duration.ofMillis(1900));
        assertEquals(List.of(), abandoned);
        clock.advance(Duration.ofMillis(500));
        assertEquals(List.of("route"), abandoned);
        assertTrue(desk.take("attendant", call(), handle).isEmpty());
    }

    @Test
    void aProcessThatRestartsBehindTheSameServiceIsWaitedFor() {
        var down = new AtomicInteger(3);
        var application = added(failing(CallApplication.Otherwise.ROUTE, event -> {
            if (event instanceof CallEvent.Digit && down.getAndDecrement() > 0)
                throw gone();
            return List.of();
        }));
        var held = taken();
        held.on(OFFERED);
        held.on(DIGIT);
        clock.advance(Duration.ofSeconds(1));
        assertEquals("2 Digit", application.heard().getLast(), "the same number again");
        assertTrue(application.heard().stream().anyMatch(event -> event.endsWith("Resumed")));
        clock.advance(Duration.ofSeconds(9));
        assertEquals(List.of(), abandoned);
    }

    @Test
    void aProcessThatDoesNotRestartLosesItsCalls() {
        added(failing(CallApplication.Otherwise.ROUTE, event -> {
            throw gone();
        }));
        taken().on(OFFERED);
        assertEquals(List.of(), abandoned);
        clock.advance(Duration.ofMillis(2400));
        assertEquals(List.of("route"), abandoned);
        assertEquals(0, clock.pending());
    }

    @Test
    void anUpdateResumesItsCalls() {
        var application = added(quiet());
        taken().on(OFFERED);
        desk.changed(application);
        assertEquals(List.of("1 Offered", "2 Resumed"), application.heard());
    }

    @Test
    void anUpdateIsAskedAgainWhatItTakes() {
        var application = added(quiet());
        taken().on(OFFERED);
        application.takes = List.of();
        application.otherwise = CallApplication.Otherwise.HANG_UP;
        desk.changed(application);
        assertEquals(List.of("1 Offered", "2 Resumed"), application.heard(), "its calls stay");
        assertEquals(Optional.empty(), desk.unassigned());
        desk.remove(application);
        clock.advance(Duration.ofSeconds(3));
        assertEquals(List.of("hang up"), abandoned);
    }

    @Test
    void anUpdateThatRenamesTakesCallsUnderTheNewName() {
        var application = added(quiet());
        application.name = "desk";
        desk.changed(application);
        assertTrue(desk.take("attendant", call(), handle).isEmpty());
        assertTrue(desk.take("desk", call(), handle).isPresent());
    }

    @Test
    void commandsBetweenEventsReachTheCall() {
        added(quiet());
        var id = call();
        var held = desk.take("attendant", id, handle).orElseThrow();
        held.on(OFFERED);
        desk.send(id, new CallCommand.HangUp("h", Cause.BUSY));
        desk.send(call(), new CallCommand.Answer("of another call"));
        assertEquals(List.of(new ApplicationCommand.HangUp("h", Cause.BUSY)), commands);
    }

    @Test
    void recordingsGoToItsFolder() {
        desk.add(quiet(), 0, Optional.of(Path.of("plugin")));
        assertEquals(Optional.of(Path.of("plugin")), taken().folder());
    }

    @Test
    void aNameThatIsNoneIsNotUsed() {
        desk.add(new Scripted("No Name", CallApplication.Otherwise.ROUTE, _ -> List.of()), 0, Optional.empty());
        assertEquals(Optional.empty(), desk.unassigned());
    }

    // ---- on real threads

    private void onThreads(Patience patience, Function<ApplicationDesk, Runnable> test) {
        try (var timers = new WheelScheduler();
                var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            test.apply(new ApplicationDesk(timers, threads, patience)).run();
        }
    }

    @Test
    void anApplicationThatHangsLosesTheCall() {
        var forEver = new CountDownLatch(1);
        onThreads(new Patience(Duration.ofMillis(50), Duration.ofSeconds(2)), late -> () -> {
            late.add(failing(CallApplication.Otherwise.ROUTE, _ -> {
                try {
                    forEver.await();
                } catch (InterruptedException e) {
                    throw new ExtensionException("interrupted", false);
                }
                return List.of(new CallCommand.Answer("late"));
            }), 0, Optional.empty());
            Await.until("the application is there", () -> late.unassigned().isPresent());
            late.take("attendant", call(), handle).orElseThrow().on(OFFERED);
            Await.until("the call is given back", () -> !abandoned.isEmpty());
        });
        assertEquals(List.of("route"), abandoned);
        assertEquals(List.of(), commands);
    }

    @Test
    void eventsOfACallComeOneAtATimeAndInOrder() {
        var atOnce = new AtomicInteger();
        var application = quietly(atOnce);
        onThreads(Patience.USUAL, busy -> () -> {
            busy.add(application, 0, Optional.empty());
            Await.until("the application is there", () -> busy.unassigned().isPresent());
            var held = busy.take("attendant", call(), handle).orElseThrow();
            held.on(OFFERED);
            for (int i = 0; i < 100; i++)
                held.on(DIGIT);
            held.on(END);
            Await.until("all events are told", () -> application.events.size() == 102);
        });
        var numbers = application.events.stream().map(CallEvent::number).toList();
        assertEquals(numbers.stream().sorted().toList(), numbers);
        assertEquals(0, atOnce.get());
    }

    private static Scripted quietly(AtomicInteger atOnce) {
        var running = new AtomicInteger();
        return new Scripted("attendant", CallApplication.Otherwise.ROUTE, _ -> {
            if (running.incrementAndGet() > 1)
                atOnce.incrementAndGet();
            Thread.yield();
            running.decrementAndGet();
            return List.of();
        });
    }
}
