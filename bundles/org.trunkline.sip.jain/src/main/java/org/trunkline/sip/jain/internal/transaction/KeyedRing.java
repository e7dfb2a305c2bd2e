package org.trunkline.sip.jain.internal.transaction;

import java.security.SecureRandom;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Bytes by key, the oldest of which make room for new ones. All lies in a few arrays that stay: as an object each, what
 * lives for seconds is moved to the old generation and dies there. <b>Threads:</b> one at a time.
 *
 * <p>Entries are numbered from 1 as they come; each knows the one before of its bucket. As they go in the same order,
 * a search that meets a number that is gone is at the end of the bucket, and nothing is ever taken out of one.
 */
final class KeyedRing {
    private static final int FIRST_BYTES = 1 << 16;

    private final int most;
    private final int mostBytes;
    /** A sender who knew how keys are spread could choose ones of one bucket. */
    private final long secret = new SecureRandom().nextLong() | 1;
    private final long[] newest;
    private final long[] before;
    private final int[] hashes;
    /** Where it begins, in bytes since the first one of all. */
    private final long[] starts;
    private final int[] keyLengths;
    private byte[] ring;
    private long oldest = 1;
    private long next = 1;
    private long end;

    /** @param most entries, and bytes of keys and values; powers of two */
    KeyedRing(int most, int mostBytes) {
        if (Integer.bitCount(most) != 1 || Integer.bitCount(mostBytes) != 1)
            throw new IllegalArgumentException(most + " and " + mostBytes + " must be powers of two");
        this.most = most;
        this.mostBytes = mostBytes;
        newest = new long[2 * most];
        before = new long[most];
        hashes = new int[most];
        starts = new long[most];
        keyLengths = new int[most];
        ring = new byte[Math.min(mostBytes, FIRST_BYTES)];
    }

    int size() {
        return (int) (next - oldest);
    }

    /** What was put last with this key, a copy. */
    byte @Nullable [] get(byte[] key) {
        long entry = find(key);
        if (entry == 0)
            return null;
        long from = starts[slot(entry)] + key.length;
        var value = new byte[(int) (endOf(entry) - from)];
        copyOut(from, value);
        return value;
    }

    boolean has(byte[] key) {
        return find(key) != 0;
    }

    /** What is longer than the whole ring is not kept. */
    void put(byte[] key, byte[] value) {
        long length = (long) key.length + value.length;
        if (length > mostBytes)
            return;
        makeRoom((int) length);
        int hash = hash(key);
        int slot = slot(next);
        int bucket = bucket(hash);
        before[slot] = newest[bucket];
        newest[bucket] = next++;
        hashes[slot] = hash;
        starts[slot] = end;
        keyLengths[slot] = key.length;
        copyIn(key);
        copyIn(value);
    }

    private void makeRoom(int length) {
        if (size() == most)
            oldest++;
        while (end + length - beginning() > ring.length)
            if (ring.length < mostBytes)
                grow();
            else
                oldest++;
    }

    private long beginning() {
        return oldest == next ? end : starts[slot(oldest)];
    }

    private void grow() {
        byte[] old = ring;
        var longer = new byte[2 * old.length];
        for (long at = beginning(); at < end;) {
            int from = (int) at & old.length - 1;
            int length = (int) Math.min(end - at, old.length - from);
            System.arraycopy(old, from, longer, (int) at & longer.length - 1, length);
            at += length;
        }
        ring = longer;
    }

    private long find(byte[] key) {
        int hash = hash(key);
        long entry = newest[bucket(hash)];
        while (entry >= oldest && !(hashes[slot(entry)] == hash && isOf(entry, key)))
            entry = before[slot(entry)];
        return entry >= oldest ? entry : 0;
    }

    private boolean isOf(long entry, byte[] key) {
        if (keyLengths[slot(entry)] != key.length)
            return false;
        int from = (int) starts[slot(entry)] & ring.length - 1;
        int first = Math.min(key.length, ring.length - from);
        return Arrays.equals(ring, from, from + first, key, 0, first)
                && Arrays.equals(ring, 0, key.length - first, key, first, key.length);
    }

    private int slot(long entry) {
        return (int) entry & most - 1;
    }

    private long endOf(long entry) {
        return entry + 1 == next ? end : starts[slot(entry + 1)];
    }

    private void copyIn(byte[] bytes) {
        int from = (int) end & ring.length - 1;
        int first = Math.min(bytes.length, ring.length - from);
        System.arraycopy(bytes, 0, ring, from, first);
        System.arraycopy(bytes, first, ring, 0, bytes.length - first);
        end += bytes.length;
    }

    private void copyOut(long at, byte[] into) {
        int from = (int) at & ring.length - 1;
        int first = Math.min(into.length, ring.length - from);
        System.arraycopy(ring, from, into, 0, first);
        System.arraycopy(ring, 0, into, first, into.length - first);
    }

    private int bucket(int hash) {
        return hash & newest.length - 1;
    }

    private int hash(byte[] key) {
        long hash = secret;
        for (byte each : key) {
            hash = (hash ^ each) * secret;
            hash ^= hash >>> 32; // without it some keys would meet whatever the secret
        }
        return (int) hash;
    }
}
