package org.trunkline.sip.jain.internal.transaction;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Random;

import org.junit.jupiter.api.Test;

class KeyedRingTest {
    private record Entry(String key, byte[] value) {
        int bytes() {
            return key.length() + value.length;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Around the ring's end, while it grows, past each of its bounds, with keys that come again. */
    @Test
    void holdsTheLastOnesAsTheyWere() {
        var random = new Random(42);
        int most = 64;
        int mostBytes = 1 << 17; // the first entries are short, so that their number is the bound, then their bytes
        var ring = new KeyedRing(most, mostBytes);
        var kept = new ArrayDeque<Entry>();
        for (int i = 0; i < 5_000; i++) {
            var entry = new Entry("key" + random.nextInt(300), new byte[random.nextInt(i < 1_000 ? 500 : 9_000)]);
            random.nextBytes(entry.value());
            ring.put(bytes(entry.key()), entry.value());
            kept.add(entry);
            while (kept.size() > most || kept.stream().mapToInt(Entry::bytes).sum() > mostBytes)
                kept.remove();
            assertEquals(kept.size(), ring.size(), "after " + i);
            if (i % 25 == 0)
                check(kept, ring);
        }
    }

    private static void check(ArrayDeque<Entry> kept, KeyedRing ring) {
        var last = new HashMap<String, byte[]>();
        kept.forEach(entry -> last.put(entry.key(), entry.value()));
        for (int k = 0; k < 300; k++) {
            String key = "key" + k;
            assertArrayEquals(last.get(key), ring.get(bytes(key)), key);
            assertEquals(last.containsKey(key), ring.has(bytes(key)), key);
        }
    }

    @Test
    void whatIsLongerThanAllOfItIsNotKept() {
        var ring = new KeyedRing(4, 1 << 10);
        ring.put(bytes("short"), bytes("it"));
        ring.put(bytes("long"), new byte[1 << 10]);
        assertFalse(ring.has(bytes("long")));
        assertTrue(ring.has(bytes("short")));
        ring.put(bytes("full"), new byte[(1 << 10) - 4]);
        assertEquals((1 << 10) - 4, ring.get(bytes("full")).length);
        assertEquals(1, ring.size());
    }

    /** Keys of Thue and Morse's sequence and its complement: equal under any multiplier alone. */
    @Test
    void keysThatArithmeticTakesForOneAreTwo() {
        var one = new byte[2048];
        var other = new byte[2048];
        for (int i = 0; i < one.length; i++) {
            one[i] = (byte) ('a' + (Integer.bitCount(i) & 1));
            other[i] = (byte) ('b' - (Integer.bitCount(i) & 1));
        }
        var ring = new KeyedRing(4, 1 << 14);
        ring.put(one, bytes("one"));
        assertNull(ring.get(other));
        ring.put(other, bytes("other"));
        assertArrayEquals(bytes("one"), ring.get(one));
        assertArrayEquals(bytes("other"), ring.get(other));
    }
}
