package org.trunkline.media.rtp.internal.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.Refusals;

/** How many handshakes may run at a time. */
class DtlsHandshakesTest {
    private final Refusals refusals = new Refusals();
    private final DtlsHandshakes handshakes = new DtlsHandshakes(new SecureRandom(), Instant.EPOCH, refusals);

    private static InetAddress host(int number) {
        return InetAddress.ofLiteral("192.0.2." + number);
    }

    private long counted(String reason) {
        return refusals.list().stream().filter(it -> it.reason().equals(reason)).mapToLong(it -> it.count()).sum();
    }

    @Test
    void oneSourceMayHaveSoMany() {
        for (int i = 0; i < DtlsHandshakes.MOST_OF_SOURCE; i++)
            assertTrue(handshakes.enter(host(1)));
        assertFalse(handshakes.enter(host(1)));
        assertEquals(1, counted("dtls-source-full"));
        assertTrue(handshakes.enter(host(2)), "others go on");
        handshakes.leave(host(1));
        assertTrue(handshakes.enter(host(1)));
    }

    @Test
    void allTogetherMayHaveSoMany() {
        for (int i = 0; i < DtlsHandshakes.MOST_AT_ONCE; i++)
            assertTrue(handshakes.enter(host(i)));
        assertFalse(handshakes.enter(host(200)));
        assertEquals(1, counted("dtls-full"));
        handshakes.leave(host(0));
        assertTrue(handshakes.enter(host(200)));
    }
}
