package org.trunkline.apps.conference.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.call.CallId;

/**
 * Conferences that nobody set up: who calls a name that was never used begins one, and who knows the name can join (RFC 4579 §5.4).
 * When one caller is left of several, it is over. <b>Threads:</b> any.
 */
final class Gatherings {
    static final String NUMBERS = "conference-*";
    /** Long enough not to be guessed. */
    private static final Pattern NAME = Pattern.compile("conference-[A-Za-z0-9]{16,64}");

    private final Map<String, List<CallId>> callers = new HashMap<>();

    /** A room that exists while somebody is in it. */
    static Optional<Room> find(String name) {
        return NAME.matcher(name).matches() ? Optional.of(new Room(name, Optional.empty(), Room.MOST, false)) : Optional.empty();
    }

    static boolean isOne(Room room) {
        return NAME.matcher(room.number()).matches();
    }

    synchronized void came(String name, CallId call) {
        var there = callers.computeIfAbsent(name, _ -> new ArrayList<>(3));
        if (!there.contains(call))
            there.add(call);
    }

    /** @return who is left alone */
    synchronized Optional<CallId> went(String name, CallId call) {
        var there = callers.get(name);
        if (there == null || !there.remove(call))
            return Optional.empty();
        if (there.isEmpty())
            callers.remove(name);
        return there.size() == 1 ? Optional.of(there.getFirst()) : Optional.empty();
    }
}
