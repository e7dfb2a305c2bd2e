package org.trunkline.domain.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

class CallIdTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void idsSortByTheTimeTheCallBegan() {
        var random = new Random(1);
        var before = CallId.next(NOW, random);
        for (int i = 1; i < 1000; i++) {
            var after = CallId.next(NOW.plusMillis(i), random);
            assertTrue(before.compareTo(after) < 0, before + " < " + after);
            before = after;
        }
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        var random = new Random(2);
        var seen = new HashSet<CallId>();
        for (int i = 0; i < 10_000; i++)
            assertTrue(seen.add(CallId.next(NOW, random)));
    }

    @Test
    void everyBitOfTimeAndChanceIsInTheText() {
        assertEquals("0".repeat(20), CallId.next(Instant.EPOCH, fixed(0)).value());
        assertEquals("Z".repeat(20), CallId.next(Instant.ofEpochMilli((1L << 48) - 1), fixed(-1)).value());
        for (int bit = 0; bit < 52; bit++)
            assertNotEquals("0".repeat(20), CallId.next(Instant.EPOCH, fixed(1L << bit)).value(), "bit " + bit);
        for (int bit = 0; bit < 48; bit++)
            assertNotEquals("0".repeat(20), CallId.next(Instant.ofEpochMilli(1L << bit), fixed(0)).value(),
                    "bit " + bit);
    }

    @Test
    void saysWhenItsCallBegan() {
        for (int bit = 0; bit < 48; bit++) {
            var at = Instant.ofEpochMilli(1L << bit);
            assertEquals(at, CallId.next(at, fixed(-1)).begun());
            assertEquals(at, CallId.next(at, fixed(0)).begun());
        }
    }

    @Test
    void refusesWhatIsNoId() {
        assertThrows(IllegalArgumentException.class, () -> new CallId("short"));
        assertThrows(IllegalArgumentException.class, () -> new CallId("I".repeat(20)));
        assertThrows(IllegalArgumentException.class, () -> new CallId("0".repeat(19) + "/"));
    }

    private static RandomGenerator fixed(long value) {
        return () -> value;
    }
}
