package org.trunkline.examples.fraudguard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.domain.call.CallId;

/** Calls to trunks as they were routed: the subscriber that pays, and the number that the trunk is called with. <b>Threads:</b> any. */
final class OutgoingCalls {
    private static final int MOST = 100_000;
    /** A call that was just routed need not be in the list of calls yet. */
    private static final Duration STARTING = Duration.ofSeconds(10);
    /** The record of a call follows its end. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** @param subscriber the caller, or the one that forwarded or transferred the call */
    record Payer(String subscriber, String number) {}

    private record Routed(Payer payer, Instant at) {}

    private final Map<CallId, Routed> routed = new LinkedHashMap<>();
    private final Map<CallId, Instant> gone = new HashMap<>();
    private final Map<String, Set<CallId>> inProgress = new HashMap<>();
    /** Calls that were there before this plug-in started, by subscriber. */
    private Map<String, Integer> before = Map.of();

    /** A call is routed; where it was before, it goes on from there. */
    synchronized void add(CallId call, Payer payer, Instant now) {
        remove(call);
        if (routed.size() >= MOST)
            remove(routed.keySet().iterator().next());
        routed.put(call, new Routed(payer, now));
        inProgress.computeIfAbsent(payer.subscriber(), _ -> new HashSet<>()).add(call);
    }

    synchronized void remove(CallId call) {
        ended(call);
        routed.remove(call);
        gone.remove(call);
    }

    private void ended(CallId call) {
        var was = routed.get(call);
        if (was != null)
            inProgress.computeIfPresent(was.payer().subscriber(), (_, calls) -> calls.remove(call) && calls.isEmpty() ? null : calls);
    }

    synchronized Optional<Payer> payer(CallId call) {
        return Optional.ofNullable(routed.get(call)).map(Routed::payer);
    }

    /** Calls of a subscriber. @param without the one that is asked about */
    synchronized int count(String subscriber, CallId without) {
        var calls = inProgress.getOrDefault(subscriber, Set.of());
        return calls.size() - (calls.contains(without) ? 1 : 0) + before.getOrDefault(subscriber, 0);
    }

    /** Compares with the calls in progress. @param payers of the calls to trunks among them */
    synchronized void compare(Set<CallId> calls, Map<CallId, Payer> payers, Instant now) {
        before = payers.entrySet().stream().filter(call -> !routed.containsKey(call.getKey()))
                .collect(Collectors.toMap(call -> call.getValue().subscriber(), _ -> 1, Integer::sum));
        routed.forEach((call, as) -> {
            if (!calls.contains(call) && as.at().isBefore(now.minus(STARTING)) && gone.putIfAbsent(call, now) == null)
                ended(call);
        });
        for (var call : Set.copyOf(gone.keySet()))
            if (gone.get(call).isBefore(now.minus(KEPT)))
                remove(call);
    }
}
