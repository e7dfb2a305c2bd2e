package org.trunkline.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;

/** Which of the calls a command without a choice means. */
class PhoneStateTest {
    private final LineState held = line("held", Direction.OUT, State.TALKING, true);
    private final LineState talking = line("talking", Direction.IN, State.TALKING, false);
    private final LineState rings = line("rings", Direction.IN, State.RINGING, false);
    private final LineState out = line("out", Direction.OUT, State.RINGING, false);
    private final LineState over = line("over", Direction.IN, State.ENDED, false);

    private static LineState line(String id, Direction direction, State state, boolean held) {
        return new LineState(id, "one", id, direction, state, id, "", held, false, false, false, Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), VideoState.NONE);
    }

    private static PhoneState of(LineState... lines) {
        return new PhoneState(List.of(), List.of(lines), List.of(), SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty());
    }

    @Test
    void onlyIncomingCallsRing() {
        assertEquals(List.of(rings), of(out, rings, talking, over).ringing());
    }

    @Test
    void theCurrentCallIsTheOneNotOnHold() {
        assertEquals(Optional.of(talking), of(talking, held, rings, over).current());
        assertEquals(Optional.of(held), of(held, over).current());
        assertEquals(Optional.of(out), of(held, out).current());
        assertEquals(Optional.empty(), of(rings, over).current());
    }
}
