package org.trunkline.ui.phone.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.ui.phone.internal.words.PhoneStates.held;
import static org.trunkline.ui.phone.internal.words.PhoneStates.line;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
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
}
