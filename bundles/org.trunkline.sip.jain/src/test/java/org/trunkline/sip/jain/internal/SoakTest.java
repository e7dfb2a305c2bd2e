package org.trunkline.sip.jain.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.trunkline.domain.border.BorderStatus.Refusals;

/** The short run of {@link Soak}, and by {@code releng/soak.sh} a long one. */
@Timeout(value = 10, unit = TimeUnit.HOURS)
class SoakTest {
    private static final int CALLS = 900;
    private static final int WARM = 20_000;
    private static final long HEAP_NOISE = 20 << 20;

    @Test
    void nothingIsLeftOfCallsHoweverTheyEnd() throws Exception {
        try (var node = new NodeUnderTest(BorderLimits.DEFAULT); var soak = new Soak(node)) {
            soak.run(90, 50, false);
            FuzzTest.settled(node, soak::hush);
            var threads = Soak.threads();
            soak.run(CALLS, 100, false);
            FuzzTest.settled(node, soak::hush);
            for (var ending : EnumSet.complementOf(EnumSet.of(Soak.Ending.TIMEOUT)))
                assertTrue(soak.placed().get(ending).get() >= CALLS / 9, ending + " " + soak.placed());
            assertEquals(90 + CALLS, node.cdrs.ended().size() + refused(node), "each call has its record, once: "
                    + node.endpoints.guard().status().refused() + node.engine.border().refused());
            var more = new ArrayList<>(Soak.threads());
            threads.forEach(more::remove);
            more.removeIf(name -> name.contains("ForkJoin") || name.contains("Cleaner") || name.contains("Poller")
                    || name.startsWith("VirtualThread") || name.equals("Attach Listener") || name.isEmpty()); // the JVM's own
            assertEquals(List.of(), more, "threads that were not there");
        }
    }

    /** A busy machine may refuse some before they are calls. */
    private static long refused(NodeUnderTest node) {
        return node.endpoints.guard().status().refused().stream().mapToLong(Refusals::count).sum()
                + node.engine.border().refused().stream().mapToLong(Refusals::count).sum();
    }

    @Test
    @EnabledIfSystemProperty(named = "soak.calls", matches = "\\d+")
    void theHeapStaysFlat() throws Exception {
        long calls = Long.getLong("soak.calls");
        int rate = Integer.getInteger("soak.rate", 300);
        try (var node = new NodeUnderTest(BorderLimits.DEFAULT); var soak = new Soak(node)) {
            soak.run(Math.min(calls, WARM), rate, true);
            FuzzTest.settled(node, soak::hush);
            node.forget();
            long before = Soak.heap();
            soak.run(calls, rate, true);
            FuzzTest.settled(node, soak::hush);
            node.forget();
            long after = Soak.heap();
            assertTrue(after < before + HEAP_NOISE, "heap before " + before + ", after " + after);
        }
    }
}
