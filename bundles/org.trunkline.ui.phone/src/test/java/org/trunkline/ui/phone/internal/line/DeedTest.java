package org.trunkline.ui.phone.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.ui.phone.internal.words.PhoneStates.line;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneState;
import org.trunkline.ui.phone.internal.words.PhoneStates;

class DeedTest {
    private final List<String> done = new ArrayList<>();
    private final Phone phone = (Phone) Proxy.newProxyInstance(Phone.class.getClassLoader(), new Class<?>[] {Phone.class},
            (_, method, args) -> {
                done.add(method.getName() + Arrays.toString(args));
                return null;
            });

    private List<String> deed(Deed deed, PhoneState state) {
        done.clear();
        deed.run(state, phone);
        return done;
    }

    @Test
    void aCallThatRingsComesBeforeTheOneInProgress() {
        var state = PhoneStates.of(line("talking", Direction.OUT, State.TALKING), line("rings", Direction.IN, State.RINGING));
        assertEquals(List.of("answer[rings]"), deed(Deed.ANSWER, state));
        assertEquals(List.of("hangUp[rings]"), deed(Deed.HANG_UP, state));
        assertEquals(List.of("mute[talking, true]"), deed(Deed.MUTE, state));
        assertEquals(List.of("hold[talking, true]"), deed(Deed.HOLD, state));
    }

    @Test
    void withoutACallNothingHappens() {
        for (Deed deed : List.of(Deed.ANSWER, Deed.HANG_UP, Deed.MUTE, Deed.HOLD))
            assertEquals(List.of(), deed(deed, PhoneStates.of()));
        assertEquals(List.of("doNotDisturb[true]"), deed(Deed.DO_NOT_DISTURB, PhoneStates.of()));
    }

    @Test
    void loudnessIsShownAsEarsHearIt() {
        assertEquals(0, LevelBar.shareOf(0));
        assertEquals(1, LevelBar.shareOf(1));
        assertEquals(0.5, LevelBar.shareOf(0.0562), 0.01);
        assertEquals(0, LevelBar.shareOf(0.001));
    }
}
