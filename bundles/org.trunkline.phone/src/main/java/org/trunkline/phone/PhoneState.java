package org.trunkline.phone;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;

/**
 * Everything a phone shows, at one moment.
 *
 * @param accounts in the order given
 * @param lines calls, the oldest first; one that ended stays for five seconds with its end
 * @param devices microphones and loudspeakers that are there now
 * @param soundTrouble why there is no sound; empty where there is
 */
public record PhoneState(List<AccountState> accounts, List<LineState> lines, List<SoundDevice> devices,
        SoundChoice choice, boolean doNotDisturb, Optional<LocalizableText> soundTrouble, Optional<SoundTest> soundTest) {
    /** Incoming calls that ring, the oldest first. */
    public List<LineState> ringing() {
        return lines.stream().filter(l -> l.state() == State.RINGING && l.direction() == Direction.IN).toList();
    }

    /** The call that the user talks in: not held where there is such a one, else the newest. */
    public Optional<LineState> current() {
        var open = lines.reversed().stream().filter(l -> l.state() == State.TALKING || l.state() == State.CALLING
                || l.state() == State.RINGING && l.direction() == Direction.OUT).toList();
        return open.stream().filter(l -> !l.held()).findFirst().or(() -> open.stream().findFirst());
    }
}
