package org.trunkline.sip.jain.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.trunkline.domain.border.BorderStatus.Refusals;
import org.trunkline.sip.jain.internal.Soak;

/** The short run of {@link Soak}, and by {@code releng/soak.sh} a long one. */
@Timeout(value = 10, unit = TimeUnit.HOURS)
class SoakTest {
    private static final int CALLS = 900;
    private static final int WARM = 20_000;
    /** Objects of a class that a cache or a table may have more of: one a call would be thousands. */
    private static final long FEW = 50;
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
            noMoreThreads(threads);
        }
    }

    /** All calls come from one address, which a stranger's limit would refuse, and its BYEs with them. */
    private static BorderLimits asCarriers(int perSecond) {
        var d = BorderLimits.DEFAULT;
        return new BorderLimits(d.messageBytes(), d.headers(), d.headerBytes(), d.parse(), 20 * perSecond, d.failures(),
                d.challenges(), d.block(), d.sources(), d.connections(),
                d.transactions(), d.handshakes(), d.scanners());
    }

    private static void noMoreThreads(List<String> than) {
        var more = new ArrayList<>(Soak.threads());
        than.forEach(more::remove);
        more.removeIf(name -> name.contains("ForkJoin") || name.contains("Cleaner") || name.contains("Poller")
                || name.startsWith("VirtualThread") || name.equals("Attach Listener") || name.startsWith("JFR ") || name.isEmpty()); // the JVM's own
        assertEquals(List.of(), more, "threads that were not there");
    }

    /** A busy machine may refuse some before they are calls. */
    private static long refused(NodeUnderTest node) {
        return refusals(node).mapToLong(Refusals::count).sum();
    }

    private static Stream<Refusals> refusals(NodeUnderTest node) {
        return Stream.concat(node.endpoints.guard().status().refused().stream(), node.engine.border().refused().stream());
    }

    @Test
    @EnabledIfSystemProperty(named = "soak.calls", matches = "\\d+")
    void nothingIsLeftOfVeryManyAndTheHeapStaysFlat() throws Exception {
        long calls = Long.getLong("soak.calls");
        int rate = Integer.getInteger("soak.rate", 900);
        try (var node = new NodeUnderTest(asCarriers(rate)); var soak = new Soak(node)) {
            soak.run(Math.min(calls, WARM), rate, true);
            FuzzTest.settled(node, soak::hush);
            node.forget();
            var threads = Soak.threads();
            var objects = Soak.objects();
            long heap = Soak.heap();
            soak.run(calls, rate, true);
            FuzzTest.settled(node, soak::hush);
            node.forget();
            noMoreThreads(threads);
            var more = new TreeMap<>(Soak.objects());
            objects.forEach((name, count) -> more.merge(name, -count, Long::sum));
            more.values().removeIf(count -> count <= FEW);
            long after = Soak.heap();
            System.out.printf(Locale.ROOT, "soak: over; %s; refused %s; heap %,d kB before, %,d after; more objects: %s%n",
                    soak.placed(), refusals(node).toList(), heap >> 10, after >> 10, more);
            assertEquals(Map.of(), more, "objects that nobody lets go of");
            assertEquals(Math.min(calls, WARM) + calls, node.cdrs.count() + refused(node), "each call has its record, once");
            assertTrue(after < heap + HEAP_NOISE, "heap before " + heap + ", after " + after);
        }
    }
}
