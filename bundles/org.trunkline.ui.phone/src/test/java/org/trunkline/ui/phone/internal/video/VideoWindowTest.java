package org.trunkline.ui.phone.internal.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Known;
import org.trunkline.ui.phone.internal.words.PhoneStates;

/** How long the window of a video stays. */
class VideoWindowTest {
    private static LineState line(State state, boolean received) {
        var line = PhoneStates.line("1", Direction.OUT, state);
        return new LineState(line.id(), line.account(), line.callId(), line.direction(), line.state(), line.number(), line.name(), false, false, false, false,
                line.since(), line.answered(), line.quality(), line.notice(), line.end(), new VideoState(Optional.empty(), received, false, false, false, false,
                        Optional.empty(), Optional.empty()));
    }

    private static Optional<VideoState> running(Optional<PhoneState> state) {
        return VideoWindow.running(new Known(state, List.of(PhoneStates.ANNA)), "1");
    }

    @Test
    void itStaysAsLongAsTheVideoOfItsCall() {
        assertTrue(running(Optional.of(PhoneStates.of(line(State.TALKING, true)))).isPresent());
        assertEquals(Optional.empty(), running(Optional.of(PhoneStates.of(line(State.TALKING, false)))));
        assertEquals(Optional.empty(), running(Optional.of(PhoneStates.of(line(State.ENDED, true)))));
        assertEquals(Optional.empty(), running(Optional.of(PhoneStates.of())));
        assertEquals(Optional.empty(), running(Optional.empty()));
    }
}
