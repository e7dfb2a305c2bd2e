package org.trunkline.ui.phone.internal.line;

import java.util.Optional;

import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneState;

/** What a command without a choice does: with the call that rings, or the current one. */
enum Deed {
    ANSWER, HANG_UP, MUTE, HOLD, DO_NOT_DISTURB;

    void run(PhoneState state, Phone phone) {
        Optional<LineState> rings = state.ringing().stream().findFirst();
        Optional<LineState> current = state.current();
        Optional<LineState> talking = current.filter(line -> line.state() == State.TALKING);
        switch (this) {
            case ANSWER -> rings.ifPresent(line -> phone.answer(line.id()));
            case HANG_UP -> rings.or(() -> current).ifPresent(line -> phone.hangUp(line.id()));
            case MUTE -> talking.ifPresent(line -> phone.mute(line.id(), !line.muted()));
            case HOLD -> talking.ifPresent(line -> phone.hold(line.id(), !line.held()));
            case DO_NOT_DISTURB -> phone.doNotDisturb(!state.doNotDisturb());
        }
    }
}
