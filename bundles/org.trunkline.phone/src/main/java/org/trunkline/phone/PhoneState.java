package org.trunkline.phone;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/**
 * Everything a phone shows, at one moment.
 *
 * @param accounts in the order given
 * @param lines calls, the oldest first; one that ended stays for five seconds with its end
 * @param devices microphones and loudspeakers that are there now
 * @param soundTrouble why there is no sound; empty where there is
 */
public record PhoneState(List<AccountState> accounts, List<LineState> lines, List<SoundDevice> devices,
        SoundChoice choice, boolean doNotDisturb, Optional<LocalizableText> soundTrouble, Optional<SoundTest> soundTest) {}
