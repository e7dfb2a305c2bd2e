package org.trunkline.media.rtp.internal;

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

    private void arm(long at) {
        latch.arm(Set.of(SIGNALLED.getAddress(), NATTED.getAddress()), SIGNALLED, at);
    }

    @Test
    void nobodyBeforeSignalling() {
        assertFalse(latch.accepts(SIGNALLED, 0));
        assertNull(latch.source());
    }

    @Test
    void aStrangerIsNeverFirst() {
        arm(0);

        assertFalse(latch.accepts(at("203.0.113.9", 4000), 0));
        assertTrue(latch.accepts(SIGNALLED, 1));
    }

    @Test
    void thePhoneBehindNatIsFoundWhereItsSignallingIs() {
        arm(0);

        assertTrue(latch.accepts(NATTED, 0));
        assertEquals(NATTED, latch.source());
    }

    @Test
    void onceLatchedOnlyThatSource() {
        arm(0);
        latch.accepts(NATTED, 0);

        assertFalse(latch.accepts(at("192.0.2.7", 61_235), S));
        assertFalse(latch.accepts(SIGNALLED, S));
        assertTrue(latch.accepts(NATTED, S));
    }

    @Test
    void aSilentSourceMayGoOnFromAnotherPortOfItsHostOnly() {
        arm(0);
        latch.accepts(NATTED, 0);
        latch.heard(2 * S);

        assertFalse(latch.accepts(at("192.0.2.7", 5), 4 * S));
        assertFalse(latch.accepts(SIGNALLED, 6 * S));
        assertTrue(latch.accepts(at("192.0.2.7", 5), 6 * S));
        assertFalse(latch.accepts(NATTED, 6 * S));
    }

    @Test
    void afterANewAddressStragglersOfTheOldDoNotLatch() {
        arm(0);
        latch.accepts(SIGNALLED, 0);
        latch.arm(Set.of(SIGNALLED.getAddress()), at("10.0.0.5", 5000), 10 * S);

        assertFalse(latch.accepts(SIGNALLED, 10 * S));
        assertTrue(latch.accepts(at("10.0.0.5", 5000), 10 * S));
    }

    @Test
    void aSideThatSendsFromItsOldPortAllTheSameIsHeardInTheEnd() {
        arm(0);
        latch.accepts(SIGNALLED, 0);
        latch.arm(Set.of(SIGNALLED.getAddress()), at("10.0.0.5", 5000), 10 * S);

        assertTrue(latch.accepts(SIGNALLED, 13 * S));
    }
}
