package org.trunkline.engine.directory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.trunkline.domain.config.RingGroup;

/** Who took the last calls of each ring group. Forgotten when the node stops. <b>Threads:</b> any. */
public final class GroupTurns {
    private final Map<String, Map<String, Long>> taken = new HashMap<>();
    private long calls;

    /** Members that never took a call come first, then by the time of their last call; else as configured. */
    public synchronized List<String> order(String group, List<String> members) {
        var turns = taken.getOrDefault(group, Map.of());
        return members.stream().sorted(Comparator.comparing(m -> turns.getOrDefault(m, 0L))).toList();
    }

    public synchronized void took(String group, String member) {
        taken.computeIfAbsent(group, _ -> new HashMap<>()).put(member, ++calls);
    }

    /** Forgets groups and members that are no more. */
    public synchronized void keep(List<RingGroup> groups) {
        var members = groups.stream().collect(Collectors.toMap(RingGroup::name, RingGroup::members));
        taken.keySet().retainAll(members.keySet());
        taken.forEach((group, turns) -> turns.keySet().retainAll(members.get(group)));
    }
}
