package org.trunkline.ui.phone.internal.presence;

import java.time.Instant;
import java.util.Optional;

import org.trunkline.phone.presence.RingingCall;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/**
 * A colleague as the desk sees it now.
 *
 * @param peer number or user name, as chosen
 * @param presence empty where it is not known
 * @param talking since when in a call, where the user here may know; empty otherwise
 * @param ringing a call there that can be picked up
 */
public record ColleagueRow(String peer, Optional<UserPresence> presence, Optional<Instant> talking, Optional<RingingCall> ringing) {
    public static ColleagueRow of(String peer, DeskPhone phone) {
        return new ColleagueRow(peer, phone.presences().of(peer), phone.lamps().talkingSince(peer), phone.lamps().ringingAt(peer));
    }

    /** Those who can be called first: available, away, busy, on the phone, do not disturb, offline, not known. */
    public int order() {
        return presence.map(it -> switch (it.presence()) {
            case AVAILABLE -> 0;
            case AWAY -> 1;
            case BUSY -> 2;
            case ON_THE_PHONE -> 3;
            case DO_NOT_DISTURB -> 4;
            case OFFLINE -> 5;
        }).orElse(6);
    }

    public String note() {
        return presence.map(UserPresence::note).orElse("");
    }
}
