package org.trunkline.apps.schedule.internal.invite;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

import org.trunkline.domain.part.LocalizableText;

/**
 * A mail that was not taken by the mail server yet.
 *
 * @param name of the entry
 * @param to its address
 * @param guests of the event
 * @param tries how it went until now
 */
record Outgoing(String name, Version version, Kind kind, String to, Event event, List<String> guests, Tries tries) {
    enum Kind {
        INVITATION, CHANGE, CANCELLATION
    }

    /** Of an event in calendars (RFC 5545 §3.8.4.7, §3.8.7.4). @param at when it was made */
    record Version(String uid, int sequence, Instant at) {}

    /** @param next when it is tried next @param why it was not taken; nothing where it was not tried @param over whether it is not tried again */
    record Tries(int count, Instant next, LocalizableText why, boolean over) {
        static Tries none(Instant now) {
            return new Tries(0, now, LocalizableText.NOTHING, false);
        }
    }

    Outgoing {
        requireNonNull(name);
        guests = List.copyOf(guests);
    }

    Outgoing tried(Tries now) {
        return new Outgoing(name, version, kind, to, event, guests, now);
    }

    /** Whether both are about one event and to one address: the later one replaces the other. */
    boolean replaces(Outgoing other) {
        return version.uid().equals(other.version.uid()) && to.equalsIgnoreCase(other.to);
    }
}
