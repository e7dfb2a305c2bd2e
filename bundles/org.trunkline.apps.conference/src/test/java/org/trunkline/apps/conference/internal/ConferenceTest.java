package org.trunkline.apps.conference.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallEvent;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;
import org.trunkline.spi.testkit.CallApplicationContract;

class ConferenceTest extends CallApplicationContract {
    private static final CallId CALL = CallId.next(Instant.EPOCH, new Random(1));

    private final EntryReader entries = (plugin, kind) -> plugin.equals("conference") && kind.equals("room") ? List.of(
            Map.of("number", "8000", "name", "Sales", "limit", "3"),
            Map.of("number", "+46812345678", "pin", "4711", "tones", "false")) : List.of();
    private final List<String> sent = new ArrayList<>();
    private final Conference conference = new Conference(entries, (call, command) -> sent.add(call + " " + command.id()));

    @Override
    protected Conference application() {
        return conference;
    }

    @AfterEach
    void stop() {
        conference.stop();
    }

    private List<CallCommand> offered(String dialled, Optional<String> number) {
        return conference.on(new CallEvent.Offered(CALL, 1, Direction.INTERNAL, Party.of("alice"), new Party(dialled, number, ""), "its own number"));
    }

    @Test
    void takesTheNumbersOfItsRooms() {
        assertEquals(List.of("+46812345678", "8000", "conference-*"), conference.numbers().stream().sorted().toList());
        assertTrue(conference.info().takes().isEmpty());
    }

    @Test
    void aRoomWithoutPinIsEnteredAtOnce() {
        assertEquals(List.of(new CallCommand.Answer("answer", true)), offered("8000", Optional.empty()));
        assertEquals(List.of(new CallCommand.Join("join", "8000", true, true, 3)), conference.on(new CallEvent.Answered(CALL, 2)));
    }

    @Test
    void thePinIsAskedThreeTimes() {
        offered("0812345678", Optional.of("+46812345678"));
        var asks = conference.on(new CallEvent.Answered(CALL, 2));
        assertInstanceOf(CallCommand.Play.class, asks.getFirst());
        assertEquals("pin-0", asks.getLast().id());
        assertEquals("pin-1", conference.on(new CallEvent.Gathered(CALL, 3, "pin-0", "1234")).getLast().id());
        assertEquals("pin-2", conference.on(new CallEvent.Gathered(CALL, 4, "pin-1", "")).getLast().id());
        assertEquals(List.of(new CallCommand.HangUp("end", Cause.FORBIDDEN)), conference.on(new CallEvent.Gathered(CALL, 5, "pin-2", "471")));
    }

    @Test
    void theRightPinOpens() {
        offered("0812345678", Optional.of("+46812345678"));
        conference.on(new CallEvent.Answered(CALL, 2));
        assertEquals(List.of(new CallCommand.Join("join", "+46812345678", true, false, 16)),
                conference.on(new CallEvent.Gathered(CALL, 3, "pin-0", "4711")));
    }

    @Test
    void oneTooManyHearsBusyAndIsHungUp() {
        offered("8000", Optional.empty());
        assertInstanceOf(CallCommand.Play.class, conference.on(new CallEvent.CommandFailed(CALL, 3, "join", "full")).getFirst());
        assertEquals(List.of(new CallCommand.HangUp("end", Cause.BUSY)), conference.on(new CallEvent.PlaybackEnded(CALL, 4, "full", true)));
    }

    @Test
    void aRoomThatWentIsNotFound() {
        assertEquals(List.of(new CallCommand.HangUp("end", Cause.NOT_FOUND)), offered("9", Optional.empty()));
    }

    // ---- begun by a phone

    private static final String BEGUN = "conference-0123456789abcdef";

    private List<CallCommand> enters(CallId call, Direction direction, String name) {
        var answer = conference.on(new CallEvent.Offered(call, 1, direction, Party.of("alice"), Party.of(name), "its own number"));
        return answer.equals(List.of(new CallCommand.Answer("answer", true))) ? conference.on(new CallEvent.Answered(call, 2)) : answer;
    }

    @Test
    void whoKnowsTheNameOfAConferenceIsIn() {
        assertEquals(List.of(new CallCommand.Join("join", BEGUN, true, false, 32)), enters(CALL, Direction.INTERNAL, BEGUN));
    }

    @Test
    void nobodyOutsideBeginsAConferenceAndNoNameIsShort() {
        var refused = List.of(new CallCommand.HangUp("end", Cause.NOT_FOUND));
        assertEquals(refused, enters(CALL, Direction.INBOUND, BEGUN));
        assertEquals(refused, enters(CALL, Direction.INTERNAL, "conference-1"));
    }

    @Test
    void theLastOneIsHungUp() {
        var random = new Random(2);
        var calls = Stream.generate(() -> CallId.next(Instant.EPOCH, random)).limit(3).toList();
        calls.forEach(call -> enters(call, Direction.INTERNAL, BEGUN));
        conference.on(new CallEvent.HungUp(calls.getFirst(), 3, Optional.of(Cause.NORMAL)));
        assertEquals(List.of(), sent);
        conference.on(new CallEvent.HungUp(calls.getLast(), 3, Optional.of(Cause.NORMAL)));
        assertEquals(List.of(calls.get(1) + " end"), sent);
        conference.on(new CallEvent.HungUp(calls.get(1), 3, Optional.of(Cause.NORMAL)));
        assertEquals(1, sent.size());
    }

    @Test
    void whoIsAloneInARoomStays() {
        enters(CALL, Direction.INTERNAL, "8000");
        var other = CallId.next(Instant.EPOCH, new Random(3));
        enters(other, Direction.INTERNAL, "8000");
        conference.on(new CallEvent.HungUp(other, 3, Optional.of(Cause.NORMAL)));
        assertEquals(List.of(), sent);
    }

    @Test
    void numbersAndPinsAreChecked() {
        var kind = new RoomKind();
        assertEquals(List.of(), kind.check(Map.of("number", "8000")));
        assertEquals(List.of(), kind.check(Map.of("number", "+46812345678", "pin", "0123")));
        assertEquals(List.of("number"), kind.info().fields().stream().filter(field -> field.type() == SettingType.DIALLED).map(SettingField::name).toList());
        assertEquals(List.of("number", "pin"), kind.check(Map.of("number", "eight", "pin", "12a4")).stream().map(p -> p.field()).toList());
    }
}
