package org.trunkline.ui.phone.internal.words;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.VideoState;

/** States of a phone for tests. */
public final class PhoneStates {
    public static final Instant AT = Instant.parse("2026-11-23T09:00:00Z");
    public static final PhoneAccount ANNA = new PhoneAccount("1", URI.create("ws://127.0.0.1:5066"), "127.0.0.1", "anna", "Anna Å", "secret");

    private PhoneStates() {}

    public static PhoneState of(LineState... lines) {
        return new PhoneState(List.of(new AccountState(ANNA, Registration.REGISTERED, Optional.empty(), Optional.empty())), List.of(lines), List.of(),
                SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty());
    }

    public static LineState line(String id, Direction direction, State state) {
        boolean answered = state == State.TALKING || state == State.ENDED;
        return new LineState(id, "1", "call-" + id, direction, state, "+46701234567", "", false, false, false, false, AT,
                answered ? Optional.of(AT.minusSeconds(42)) : Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), VideoState.NONE);
    }

    public static LineState held(LineState line, boolean here, boolean there) {
        return new LineState(line.id(), line.account(), line.callId(), line.direction(), line.state(), line.number(), line.name(), here,
                there, line.muted(), line.together(), line.since(), line.answered(), line.quality(), line.notice(), line.end(), line.video());
    }
}
