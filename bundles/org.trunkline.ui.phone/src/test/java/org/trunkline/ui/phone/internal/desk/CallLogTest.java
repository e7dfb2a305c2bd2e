package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.VideoState;

class CallLogTest {
    private static final Instant AT = Instant.parse("2026-11-23T09:00:00Z");
    private static final List<AccountState> ACCOUNTS = List.of(account("node", "wss://node:5067"), account("other", "udp://provider"));

    private final ExecutorService keeper = Executors.newSingleThreadExecutor();
    private final CallLog log = new CallLog(keeper);
    private final List<CallLog.Shown> told = new ArrayList<>();

    private static AccountState account(String id, String server) {
        return new AccountState(new PhoneAccount(id, URI.create(server), "example.org", "1001", "", "secret"), Registration.REGISTERED, Optional.empty(),
                Optional.empty());
    }

    private static LineState line(String account, String call, Direction direction, State state, int second, Optional<Instant> answered, String end) {
        return line(account + call, account, call, direction, state, second, answered, end);
    }

    private static LineState line(String id, String account, String call, Direction direction, State state, int second, Optional<Instant> answered,
            String end) {
        return new LineState(id, account, call, direction, state, "+46701234567", "", false, false, false, false, AT.plusSeconds(second), answered,
                Optional.empty(), Optional.empty(), end.isEmpty() ? Optional.empty() : Optional.of(new LocalizableText(end, List.of(), end)),
                VideoState.NONE);
    }

    private void change(LineState... lines) {
        keeper.execute(() -> log.changed(new PhoneState(ACCOUNTS, List.of(lines), List.of(), SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty())));
    }

    private void rangAndEnded(String account, String call, String end) {
        change(line(account, call, Direction.IN, State.RINGING, 0, Optional.empty(), ""));
        change(line(account, call, Direction.IN, State.ENDED, 9, Optional.empty(), end));
        change(line(account, call, Direction.IN, State.ENDED, 9, Optional.empty(), end)); // it stays for some seconds
        change();
    }

    private CallLog.Shown shown() throws InterruptedException {
        log.follow(told::add);
        keeper.shutdown();
        keeper.awaitTermination(10, TimeUnit.SECONDS);
        return told.getLast();
    }

    @AfterEach
    void end() {
        keeper.shutdown();
    }

    @Test
    void countsMissedCallsOfAllAccounts() throws InterruptedException {
        rangAndEnded("node", "1", "phone-missed");
        rangAndEnded("other", "2", "phone-missed");
        rangAndEnded("node", "3", "phone-call-lost");
        assertEquals(3, shown().missed());
    }

    /** A proxy forks a call to two accounts of this desk. */
    @Test
    void twoLinesOfOneCallAreTwo() throws InterruptedException {
        var two = line("2", "other", "same", Direction.IN, State.RINGING, 3, Optional.empty(), "");
        change(line("1", "other", "same", Direction.IN, State.RINGING, 0, Optional.empty(), ""), two);
        var one = line("1", "other", "same", Direction.IN, State.ENDED, 9, Optional.empty(), "phone-declined-here");
        change(one, two);
        change(one, line("2", "other", "same", Direction.IN, State.ENDED, 10, Optional.empty(), "phone-missed"));
        var now = shown();
        assertEquals(1, now.missed());
        assertEquals(List.of("2 same", "1 same"), now.elsewhere().stream().map(EndedCall::id).toList());
        assertEquals(AT.plusSeconds(3), now.elsewhere().getFirst().startedAt());
    }

    @Test
    void whatIsDealtWithIsNotMissed() throws InterruptedException {
        rangAndEnded("node", "1", "phone-declined-here");
        rangAndEnded("node", "2", "phone-answered-elsewhere");
        rangAndEnded("node", "3", "phone-forwarded");
        change(line("node", "4", Direction.OUT, State.RINGING, 0, Optional.empty(), ""));
        change(line("node", "4", Direction.OUT, State.ENDED, 9, Optional.empty(), "phone-not-answered"));
        assertEquals(0, shown().missed());
    }

    @Test
    void theMarkGoesOnceTheyAreSeen() throws InterruptedException {
        log.follow(told::add);
        rangAndEnded("node", "1", "phone-missed");
        log.seen();
        assertEquals(0, shown().missed());
        assertEquals(List.of(0, 1, 0, 0), told.stream().map(CallLog.Shown::missed).toList());
    }

    @Test
    void keepsCallsAtOtherServersTheNewestFirst() throws InterruptedException {
        rangAndEnded("node", "1", "phone-missed");
        rangAndEnded("other", "2", "phone-missed");
        change(line("other", "3", Direction.OUT, State.CALLING, 20, Optional.empty(), ""));
        change(line("other", "3", Direction.OUT, State.TALKING, 25, Optional.of(AT.plusSeconds(25)), ""));
        change(line("other", "3", Direction.OUT, State.ENDED, 67, Optional.of(AT.plusSeconds(25)), "phone-hung-up"));
        var calls = shown().elsewhere();
        assertEquals(List.of("other3 3", "other2 2"), calls.stream().map(EndedCall::id).toList());
        assertEquals(Duration.ofSeconds(42), calls.getFirst().duration());
        assertEquals(AT.plusSeconds(20), calls.getFirst().startedAt());
    }

    @Test
    void isBounded() throws InterruptedException {
        for (int each = 0; each < 300; each++)
            rangAndEnded("other", String.valueOf(each), "phone-missed");
        var calls = shown().elsewhere();
        assertEquals(200, calls.size());
        assertEquals("other299 299", calls.getFirst().id());
    }
}
