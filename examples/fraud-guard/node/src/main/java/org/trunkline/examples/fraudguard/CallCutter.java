package org.trunkline.examples.fraudguard;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.node.Node;

/** Looks at the calls in progress every second and ends those beyond a limit; limits that were edited count within 5 s. Needs the permission {@code calls.control}. */
@Component(service = CallCutter.class, immediate = true)
public final class CallCutter {
    private final LiveCalls calls;
    private final Guard guard;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("fraud-guard").daemon().factory());

    @Activate
    public CallCutter(@Reference Node node, @Reference Guard guard) {
        this(node.calls(), guard);
        timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(guard::readLimits, 0, 5, TimeUnit.SECONDS);
    }

    CallCutter(LiveCalls calls, Guard guard) {
        this.calls = calls;
        this.guard = guard;
    }

    /** A node that is away is asked again a second later. */
    void look() {
        try {
            for (var call : guard.toEnd(calls.list()))
                calls.hangUp(call);
        } catch (NodeUnavailableException e) {
            // nothing can be ended until it is back
        }
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }
}
