package org.trunkline.engine.directory.digest;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;

import org.trunkline.domain.secure.Hmac;

/**
 * Nonces that carry their own proof: time, a unique number and an HMAC over both and the address that they are sent to.
 * A client that answers with one receives what is sent to that address. Handing one out costs no memory;
 * only those used with right credentials are remembered, against replay, until they expire.
 */
public final class Nonces {
    /** What a nonce is worth. STALE is ours but too old, or its use was forgotten: ask again with stale=true. */
    enum Verdict {
        GOOD, STALE, FORGED, REPLAYED
    }

    private static final int PAYLOAD = 16;
    private static final int TAG = 16;
    private static final long GENERATION_MS = 5000;
    private static final int MOST_REMEMBERED = 200_000;

    private final InstantSource clock;
    private final Duration lifetime;
    /** Cloned for each use: calls run on virtual threads, so that a copy for each thread would be a copy for each call. */
    private final Mac prototype;
    private final AtomicLong unique;
    /** Uses by the time of issue, so that forgetting the expired ones is dropping a whole generation. */
    private final ConcurrentSkipListMap<Long, ConcurrentHashMap<Long, Uses>> generations = new ConcurrentSkipListMap<>();
    private final AtomicLong remembered = new AtomicLong();
    private volatile long floor = Long.MIN_VALUE;

    public Nonces(InstantSource clock, RandomGenerator random, byte[] secret, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.prototype = Hmac.with(secret);
        this.unique = new AtomicLong(random.nextLong());
    }

    /** @param to who is challenged */
    String next(InetAddress to) {
        byte[] raw = new byte[PAYLOAD + TAG];
        ByteBuffer.wrap(raw).putLong(clock.millis()).putLong(unique.getAndIncrement());
        System.arraycopy(tag(raw, to), 0, raw, PAYLOAD, TAG);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    /** Whether this nonce is ours, was sent to this address and is young enough; remembers nothing. */
    Verdict check(String nonce, InetAddress from) {
        byte[] raw = decode(nonce);
        if (raw.length != PAYLOAD + TAG || !MessageDigest.isEqual(tag(raw, from), Arrays.copyOfRange(raw, PAYLOAD, raw.length)))
            return Verdict.FORGED;
        long age = clock.millis() - issued(raw);
        return age > lifetime.toMillis() || generation(issued(raw)) <= floor ? Verdict.STALE : Verdict.GOOD;
    }

    /** Uses a checked nonce with right credentials. @param count nc, above 0 */
    Verdict use(String nonce, long count) {
        byte[] raw = decode(nonce);
        long generation = generation(issued(raw));
        forgetExpired();
        var uses = generations.computeIfAbsent(generation, _ -> new ConcurrentHashMap<>());
        var mine = uses.computeIfAbsent(ByteBuffer.wrap(raw).getLong(Long.BYTES), _ -> {
            remembered.incrementAndGet();
            return new Uses();
        });
        return mine.accept(count) ? Verdict.GOOD : Verdict.REPLAYED;
    }

    private void forgetExpired() {
        long oldest = generation(clock.millis() - lifetime.toMillis()) - 1;
        // a full memory shortens the life of nonces rather than forgetting who used them
        while (!generations.isEmpty() && (generations.firstKey() < oldest || remembered.get() > MOST_REMEMBERED)) {
            var first = generations.pollFirstEntry();
            if (first == null)
                return;
            floor = Math.max(floor, first.getKey());
            remembered.addAndGet(-first.getValue().size());
        }
    }

    private static long generation(long millis) {
        return Math.floorDiv(millis, GENERATION_MS);
    }

    private static long issued(byte[] raw) {
        return ByteBuffer.wrap(raw).getLong();
    }

    private static byte[] decode(String nonce) {
        try {
            return Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) { // not one of ours
            return new byte[0];
        }
    }

    private byte[] tag(byte[] raw, InetAddress address) {
        try {
            Mac mac = (Mac) prototype.clone();
            mac.update(raw, 0, PAYLOAD);
            mac.update(address.getAddress());
            return Arrays.copyOf(mac.doFinal(), TAG);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e); // the JDK's own provider can
        }
    }

    /** The counts used with one nonce: the highest, and a window of 64 below it for requests that overtook others. */
    private static final class Uses {
        private long highest;
        private long window;

        synchronized boolean accept(long count) {
            if (count > highest) {
                long shift = count - highest;
                window = shift >= Long.SIZE ? 1 : window << shift | 1;
                highest = count;
                return true;
            }
            long back = highest - count;
            if (back >= Long.SIZE || (window & 1L << back) != 0)
                return false;
            window |= 1L << back;
            return true;
        }
    }
}
