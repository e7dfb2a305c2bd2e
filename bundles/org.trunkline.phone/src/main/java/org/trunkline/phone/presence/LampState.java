package org.trunkline.phone.presence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of the calls of others.
 *
 * @param ringing calls that can be picked up: in the order watched, of each the first that rang first
 * @param talking since when somebody is in a call that was answered, by number, user name or address as watched
 */
public record LampState(List<RingingCall> ringing, Map<String, Instant> talking) {
    public static final LampState NONE = new LampState(List.of(), Map.of());

    public LampState {
        ringing = List.copyOf(ringing);
        talking = Map.copyOf(talking);
    }
}
