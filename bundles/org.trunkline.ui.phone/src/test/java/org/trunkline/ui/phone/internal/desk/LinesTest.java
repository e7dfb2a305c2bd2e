package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.ui.phone.internal.words.PhoneStates.held;
import static org.trunkline.ui.phone.internal.words.PhoneStates.line;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.ui.phone.internal.words.PhoneStates;

class LinesTest {
    private final LineState held = held(line("held", Direction.OUT, State.TALKING), true, false);
    private final LineState talking = line("talking", Direction.IN, State.TALKING);
    private final LineState rings = line("rings", Direction.IN, State.RINGING);
    private final LineState over = line("over", Direction.IN, State.ENDED);

    @Test
    void aCallIsConnectedToOneThatTalks() {
        assertEquals(List.of(held), Lines.others(PhoneStates.of(held, talking, rings, over), "talking"));
    }

    @Test
    void aCallAtAnotherServerIsElsewhere() {
        assertEquals(Optional.empty(), Lines.elsewhere(PhoneStates.of(talking), talking));
        var other = new PhoneAccount("1", URI.create("tls://sip.example.com"), "example.com", "anna", "", "secret");
        var state = new PhoneState(List.of(new AccountState(other, Registration.REGISTERED, Optional.empty(), Optional.empty())), List.of(talking), List.of(),
                SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty());
        assertEquals(Optional.of("example.com"), Lines.elsewhere(state, talking));
    }
}
