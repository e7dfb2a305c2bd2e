package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;

import org.trunkline.spi.ExtensionPoint;

/** Time that an extension may take. */
final class Budget {
    private static final int WARM_UP = 200;
    private static final int CALLS = 200;

    private Budget() {}

    /** The median of many calls is within the budget inside the node, as classes are loaded only once. */
    static void kept(Class<?> extensionPoint, Callable<?> call) throws Exception {
        long allowed = Duration.ofMillis(extensionPoint.getAnnotation(ExtensionPoint.class).insideMillis()).toNanos();
        long deadline = System.nanoTime() + 20 * allowed; // a slow one is seen without all its calls
        for (int i = 0; i < WARM_UP && System.nanoTime() < deadline; i++)
            call.call();
        deadline = System.nanoTime() + 20 * allowed;
        var taken = new long[CALLS];
        int calls = 0;
        while (calls < CALLS && (calls == 0 || System.nanoTime() < deadline)) {
            long begun = System.nanoTime();
            call.call();
            taken[calls++] = System.nanoTime() - begun;
        }
        long median = Arrays.stream(taken, 0, calls).sorted().skip(calls / 2).findFirst().orElseThrow();
        assertTrue(median <= allowed, "a call takes " + median / 1_000 + " µs, allowed are " + allowed / 1_000);
    }
}
