package org.trunkline.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in a test for what another thread does. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(120); // a loaded machine; a test that passes never waits so long
    private static final Duration STEP = Duration.ofMillis(2);

    /** @throws AssertionError "never: what", if the condition does not come true in two minutes */
    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> {});
    }

    /** @param nudge done again and again until the condition is true */
    public static void until(String what, BooleanSupplier condition, Runnable nudge) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new AssertionError("never: " + what);
            nudge.run();
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private Await() {
    }
}
