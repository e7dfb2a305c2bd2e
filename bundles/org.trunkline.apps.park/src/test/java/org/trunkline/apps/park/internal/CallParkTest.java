package org.trunkline.apps.park.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallCommand.Audio;
import org.trunkline.spi.call.CallEvent;
import org.trunkline.spi.testkit.CallApplicationContract;

class CallParkTest extends CallApplicationContract {
    private static final Party ALICE = new Party("+46701234567", Optional.of("+46701234567"), "Alice");
    private static final List<CallCommand> BUSY = List.of(new CallCommand.HangUp("end", Cause.BUSY));
    private static final List<CallCommand> NOT_FOUND = List.of(new CallCommand.HangUp("end", Cause.NOT_FOUND));

    private final Random random = new Random(7);
    private final List<CallCommand> sent = new ArrayList<>();
    private final List<Runnable> alarms = new ArrayList<>();
    private Duration waits = Duration.ZERO;
    private CallPark park = with(Map.of("number", "700", "slots", "701-703"), Map.of("number", "800", "slots", "801", "timeout", "30", "fallback", "9"));

    private CallPark with(Map<String, String>... lots) {
        EntryReader entries = (plugin, kind) -> plugin.equals("park") && kind.equals("lot") ? List.of(lots) : List.of();
        return new CallPark(entries, (_, command) -> sent.add(command), Optional.of((time, task) -> {
            waits = time;
            alarms.add(task);
            return () -> alarms.remove(task);
        }));
    }

    @Override
    protected CallPark application() {
        return park;
    }

    @AfterEach
    void stop() {
        park.stop();
    }

    private CallId call() {
        return CallId.next(Instant.EPOCH, random);
    }

    private List<CallCommand> parks(CallId call, String number) {
        return park.on(new CallEvent.Offered(call, 1, Direction.INTERNAL, ALICE, Party.of(number), "its own number", Optional.of("bob")));
    }

    private List<CallCommand> dials(Direction direction, String number) {
        return park.on(new CallEvent.Offered(call(), 1, direction, Party.of("carol"), Party.of(number), "its own number"));
    }

    private static List<CallCommand> in(String slot) {
        return List.of(new CallCommand.Park("park", slot));
    }

    /** In a slot, with music. */
    private CallId parked(String number) {
        var call = call();
        parks(call, number);
        assertInstanceOf(CallCommand.Play.class, park.on(new CallEvent.Answered(call, 2)).getFirst());
        return call;
    }

    private void alarm() {
        alarms.removeFirst().run();
    }

    private List<CallCommand> failed(CallId call, String command) {
        return park.on(new CallEvent.CommandFailed(call, 9, command, "nobody answers there"));
    }

    @Test
    void itsNumbersAreTheLotsTheSlotsAndTheButtonOfPhones() {
        assertEquals(List.of("700", "701", "702", "703", "800", "801", "park-*"), park.numbers().stream().sorted().toList());
    }

    @Test
    void theLotTakesItsFirstFreeSlotUntilItIsFull() {
        assertEquals(in("701"), parks(call(), "700"));
        assertEquals(in("703"), parks(call(), "703"));
        assertEquals(in("702"), parks(call(), "700"));
        assertEquals(BUSY, parks(call(), "700"));
        assertEquals(BUSY, parks(call(), "701"), "a slot has one call");
        assertEquals(in("801"), parks(call(), "park-any"), "the button takes any lot");
        assertEquals(BUSY, parks(call(), "park-any"));
    }

    @Test
    void aSlotIsFreeWhenItsCallIsOver() {
        var call = parked("701");
        park.on(new CallEvent.HungUp(call, 3, Optional.of(Cause.NORMAL)));
        assertEquals(NOT_FOUND, dials(Direction.INTERNAL, "701"));
        assertEquals(List.of(), alarms, "nobody is rung for it");
        assertEquals(in("701"), parks(call(), "700"));
    }

    @Test
    void aNodeWithoutLotsParksNothing() {
        park.stop();
        park = with();
        assertEquals(NOT_FOUND, parks(call(), "park-any"));
    }

    @Test
    void whoDialsTheSlotGetsTheCall() {
        var call = parked("701");
        assertEquals(List.of(new CallCommand.Retrieve("retrieve", call)), dials(Direction.INTERNAL, "701"));
        assertEquals(NOT_FOUND, dials(Direction.INTERNAL, "702"));
        assertEquals(NOT_FOUND, failed(call(), "retrieve"));
    }

    @Test
    void theLotAnswersWhoCompletesTheTransferLater() {
        assertEquals(List.of(new CallCommand.Answer("consult-answer")), dials(Direction.INTERNAL, "700"));
        var consulting = call();
        assertEquals("consult", park.on(new CallEvent.Answered(consulting, 2)).getFirst().id());
        assertEquals(List.of(new CallCommand.HangUp("end", Cause.NORMAL)), park.on(new CallEvent.PlaybackEnded(consulting, 3, "consult", true)));
        assertEquals(in("701"), parks(call(), "700"), "who only listened takes no slot");
    }

    @Test
    void aCallerFromOutsideIsRefusedWhetherOrNotTheSlotIsTaken() {
        parked("701");
        for (var slot : List.of("701", "702"))
            assertEquals(List.of(new CallCommand.HangUp("end", Cause.FORBIDDEN)), dials(Direction.INBOUND, slot));
    }

    @Test
    void whoParkedIsRungThenTheCallIsParkedAgain() {
        var call = parked("701");
        assertEquals(Duration.ofSeconds(120), waits);
        alarm();
        assertEquals(List.of(new CallCommand.Transfer("back-2", "bob", "701: Alice")), sent);
        assertEquals(List.of(), failed(call, "back-2"), "the music still plays");
        assertEquals(1, alarms.size());
        assertEquals(List.of(new CallCommand.Retrieve("retrieve", call)), dials(Direction.INTERNAL, "701"));
        alarm();
        assertEquals("back-3", sent.getLast().id(), "again, and again");
        assertEquals(List.of(new CallCommand.Retrieve("retrieve", call)), dials(Direction.INTERNAL, "701"), "while it rings too");
    }

    @Test
    void theFallbackIsCalledWhenWhoParkedDoesNotAnswer() {
        var call = parked("801");
        assertEquals(Duration.ofSeconds(30), waits);
        alarm();
        assertEquals(List.of(new CallCommand.Transfer("fallback-3", "9", "801: Alice")), failed(call, "back-2"));
        assertEquals(List.of(), alarms);
        failed(call, "fallback-3");
        assertEquals(1, alarms.size(), "nothing is lost: it is parked again");
    }

    @Test
    void aCallThatEndedIsNotRungFor() {
        var call = parked("701");
        var late = alarms.getFirst();
        park.on(new CallEvent.HungUp(call, 3, Optional.empty()));
        late.run();
        assertEquals(List.of(), sent);
    }

    @Test
    void musicIsPlayedForAsLongAsTheCallIsParked() {
        var call = parked("701");
        var again = park.on(new CallEvent.PlaybackEnded(call, 4, "music-1", true));
        assertEquals("music-2", again.getFirst().id());
        assertEquals(List.of(), park.on(new CallEvent.PlaybackEnded(call, 5, "music-1", false)), "of the past");
    }

    @Test
    void theLotsOwnFileIsPlayedOrElseTheMusic(@TempDir Path folder) throws Exception {
        var file = Files.write(folder.resolve("hold.wav"), new byte[] {1, 2, 3});
        park.stop();
        park = with(Map.of("number", "700", "slots", "701", "audio", file.toString()));
        var call = call();
        parks(call, "701");
        var play = (CallCommand.Play) park.on(new CallEvent.Answered(call, 2)).getFirst();
        assertArrayEquals(new byte[] {1, 2, 3}, ((Audio.Wave) play.audio()).bytes());
        var music = (CallCommand.Play) failed(call, play.id()).getFirst();
        assertArrayEquals(HoldMusic.wave(), ((Audio.Wave) music.audio()).bytes());
        assertEquals(List.of(), failed(call, music.id()), "no third time");
    }

    @Test
    void aRestartedApplicationKeepsItsCalls() {
        var call = call();
        var commands = park.on(new CallEvent.Resumed(call, 5, ALICE, Party.of("702"), true));
        assertEquals(new CallCommand.Park("park-again-1", "702"), commands.getFirst());
        assertInstanceOf(CallCommand.Play.class, commands.getLast());
        assertEquals(List.of(new CallCommand.Retrieve("retrieve", call)), dials(Direction.INTERNAL, "702"));
        alarm();
        assertEquals(List.of(), sent, "nobody knows who parked it: it waits on");
        assertEquals(1, alarms.size());
    }

    @Test
    void aCallThatCannotBeAnsweredLeavesItsSlot() {
        var call = call();
        parks(call, "701");
        assertEquals(List.of(new CallCommand.HangUp("end", Cause.MEDIA_UNAVAILABLE)), failed(call, "park"));
        assertEquals(in("701"), parks(call(), "701"));
    }

    @Test
    void theMusicIsAudibleAndNeverClips() {
        var wave = HoldMusic.wave();
        assertEquals(44 + 2 * 8000 * 16, wave.length);
        int peak = 0;
        for (int i = 44; i < wave.length; i += 2)
            peak = Math.max(peak, Math.abs((short) (wave[i] & 0xff | wave[i + 1] << 8)));
        assertTrue(peak > 2000 && peak < 12000, "peak " + peak);
        assertNotEquals(0, wave[wave.length - 100]);
    }
}
