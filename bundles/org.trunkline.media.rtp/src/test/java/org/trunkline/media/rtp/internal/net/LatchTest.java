package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

import org.junit.jupiter.api.Test;

class LatchTest {
    private static final long S = 1_000_000_000L;
    private static final InetSocketAddress SIGNALLED = at("10.0.0.5", 4000);
    private static final InetSocketAddress NATTED = at("192.0.2.7", 61_234);

    private final Latch latch = new Latch();

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private boolean accepts(InetSocketAddress from, long at) {
        boolean trusted = latch.trusts(from, at);
        if (trusted)
            latch.take(from, at);
        return trusted;
    }

    private void arm(long at) {
        latch.arm(Set.of(SIGNALLED.getAddress(), NATTED.getAddress()), SIGNALLED, at);
    }

    @Test
    void nobodyBeforeSignalling() {
        assertFalse(accepts(SIGNALLED, 0));
        assertNull(latch.source());
    }

    @Test
    void aStrangerIsNeverFirst() {
        arm(0);

        assertFalse(accepts(at("203.0.113.9", 4000), 0));
        assertTrue(accepts(SIGNALLED, 1));
    }

    @Test
    void thePhoneBehindNatIsFoundWhereItsSignallingIs() {
        arm(0);

        assertTrue(accepts(NATTED, 0));
        assertEquals(NATTED, latch.source());
    }

    @Test
    void onceLatchedOnlyThatSource() {
        arm(0);
        accepts(NATTED, 0);

        assertFalse(accepts(at("192.0.2.7", 61_235), S));
        assertFalse(accepts(SIGNALLED, S));
        assertTrue(accepts(NATTED, S));
    }

    @Test
    void aSilentSourceMayGoOnFromAnotherPortOfItsHostOnly() {
        arm(0);
        accepts(NATTED, 0);
        latch.heard(2 * S);

        assertFalse(accepts(at("192.0.2.7", 5), 4 * S));
        assertFalse(accepts(SIGNALLED, 6 * S));
        assertTrue(accepts(at("192.0.2.7", 5), 6 * S));
        assertFalse(accepts(NATTED, 6 * S));
    }

    @Test
    void afterANewAddressStragglersOfTheOldDoNotLatch() {
        arm(0);
        accepts(SIGNALLED, 0);
        latch.arm(Set.of(SIGNALLED.getAddress()), at("10.0.0.5", 5000), 10 * S);

        assertFalse(accepts(SIGNALLED, 10 * S));
        assertTrue(accepts(at("10.0.0.5", 5000), 10 * S));
    }

    @Test
    void aSideThatSendsFromItsOldPortAllTheSameIsHeardInTheEnd() {
        arm(0);
        accepts(SIGNALLED, 0);
        latch.arm(Set.of(SIGNALLED.getAddress()), at("10.0.0.5", 5000), 10 * S);

        assertTrue(accepts(SIGNALLED, 13 * S));
    }
}
