package org.trunkline.plugin.internal.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.trunkline.domain.call.CallId;
import org.trunkline.spi.call.CallEvent;

/** The calls that a plug-in's applications have: it may command no others. <b>Threads:</b> any. */
public final class OwnCalls {
    private static final int MOST = 20_000;

    private final Set<CallId> calls = ConcurrentHashMap.newKeySet();

    /** An application is about to be told of an event. */
    void see(CallEvent event) {
        if (event instanceof CallEvent.HungUp)
            calls.remove(event.call());
        else if (calls.size() < MOST)
            calls.add(event.call());
    }

    public boolean has(CallId call) {
        return calls.contains(call);
    }
}
