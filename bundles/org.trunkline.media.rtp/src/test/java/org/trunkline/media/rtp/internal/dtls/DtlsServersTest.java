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
class DtlsServersTest {
    private final Refusals refusals = new Refusals();
    private final DtlsServers servers = new DtlsServers(new SecureRandom(), Instant.EPOCH, refusals);

    private static InetAddress host(int number) {
        return InetAddress.ofLiteral("192.0.2." + number);
    }

    private long counted(String reason) {
        return refusals.list().stream().filter(it -> it.reason().equals(reason)).mapToLong(it -> it.count()).sum();
    }

    @Test
    void oneSourceMayHaveSoMany() {
        for (int i = 0; i < DtlsServers.MOST_OF_SOURCE; i++)
            assertTrue(servers.enter(host(1)));
        assertFalse(servers.enter(host(1)));
        assertEquals(1, counted("dtls-source-full"));
        assertTrue(servers.enter(host(2)), "others go on");
        servers.leave(host(1));
        assertTrue(servers.enter(host(1)));
    }

    @Test
    void allTogetherMayHaveSoMany() {
        for (int i = 0; i < DtlsServers.MOST_AT_ONCE; i++)
            assertTrue(servers.enter(host(i)));
        assertFalse(servers.enter(host(200)));
        assertEquals(1, counted("dtls-full"));
        servers.leave(host(0));
        assertTrue(servers.enter(host(200)));
    }
}
