package org.trunkline.engine.call.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.trunkline.domain.call.CallId;

/** Which calls the subscribers are in, for their limits and for routing policies. <b>Threads:</b> any. */
public final class ConcurrentCallCounter {
    private final Map<String, List<CallId>> calls = new ConcurrentHashMap<>();

    /** Several phones of one subscriber that ring for the same call count once. */
    void take(String subscriber, CallId call) {
        calls.compute(subscriber, (_, list) -> {
            var longer = new ArrayList<>(list == null ? List.of() : list);
            longer.add(call);
            return longer;
        });
    }

    void free(String subscriber, CallId call) {
        calls.computeIfPresent(subscriber, (_, list) -> {
            var shorter = new ArrayList<>(list);
            shorter.remove(call);
            return shorter.isEmpty() ? null : shorter;
        });
    }

    /** Calls of a subscriber besides that one. */
    int used(String subscriber, CallId besides) {
        return (int) calls.getOrDefault(subscriber, List.of()).stream().filter(c -> !c.equals(besides)).distinct().count();
    }

    /** Calls of a subscriber. */
    public int used(String subscriber) {
        return (int) calls.getOrDefault(subscriber, List.of()).stream().distinct().count();
    }
}
