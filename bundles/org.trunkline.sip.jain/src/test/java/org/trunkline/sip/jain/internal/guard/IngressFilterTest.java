package org.trunkline.sip.jain.internal.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.wire.BorderLimits;

/** Somebody sends REGISTERs in the name of an address, and leaves their challenges to it. */
class IngressFilterTest {
    private static final InetSocketAddress VICTIM = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.66"), 5060);
    private static final BorderLimits LIMITS = BorderLimits.DEFAULT;

    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private final SourceGuard guard = new SourceGuard(LIMITS, () -> now, _ -> SourceTrust.STRANGER);
    private final IngressFilter filter = new IngressFilter(LIMITS, guard);
    private int answered;

    @BeforeEach
    void forge() {
        for (int i = 0; i <= LIMITS.challenges(); i++)
            guard.answered(VICTIM.getAddress(), 401, false, true, () -> false);
        assertEquals(BlockedSource.Reason.SCANNING, guard.blocked().getFirst().reason());
    }

    private static byte[] request(String method, String toTag, String more) {
        return (method + " sip:b@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.66;branch=z9hG4bKa\r\nMax-Forwards: 70\r\n"
                + "From: <sip:a@b>;tag=1\r\nTo: <sip:b@b>" + toTag + "\r\nCall-ID: c\r\nCSeq: 1 " + method + "\r\n" + more
                + "Content-Length: 0\r\n\r\n").getBytes(UTF_8);
    }

    private boolean passes(byte[] datagram) {
        return !filter.drops(VICTIM.getAddress(), true) && filter.passes(filter.scan(), datagram, datagram.length, VICTIM, (_, _) -> answered++);
    }

    private int passed(int sent, byte[] datagram) {
        int passed = 0;
        for (int i = 0; i < sent; i++)
            if (passes(datagram))
                passed++;
        return passed;
    }

    @Test
    void newRequestsAreThrottled() {
        assertFalse(passes(request("REGISTER", "", "")));
        now = now.plusSeconds(1);
        assertEquals(Allowance.PER_SECOND, passed(100, request("REGISTER", "", "")));
    }

    /** A phone shares its address with somebody who guesses passwords over UDP. */
    @Test
    void newRequestsBehindAGuesserAreThrottledOnce() {
        for (int i = 0; i <= LIMITS.failures(); i++)
            guard.answered(VICTIM.getAddress(), 401, false, true, () -> true);
        assertEquals(BlockedSource.Reason.GUESSING, guard.blocked().getFirst().reason());
        now = now.plusSeconds(1);
        assertEquals(Allowance.PER_SECOND, passed(100, request("REGISTER", "", "")));
        guard.answered(VICTIM.getAddress(), 200, false, true, () -> true);
        assertEquals(100, passed(100, request("REGISTER", "", "")));
    }

    /** Each would be answered with 503 to an address that somebody else wrote into the datagram. */
    @Test
    void aFloodInTheNameOfABlockedSourceIsHardlyAnswered() {
        byte[] datagram = request("REGISTER", "", "Authorization: Digest username=\"a\"\r\n");
        answered = 0;
        passed(100_000, datagram);
        assertEquals(0, answered, "none is left at first");
        now = now.plusSeconds(1);
        assertEquals(LIMITS.newPerSecond(), passed(100_000, datagram));
        assertEquals(Allowance.PER_SECOND, answered);
    }

    /** The phone at that address still registers. */
    @Test
    void answersToAFloodTakeNothingFromNewRequests() {
        byte[] datagram = request("REGISTER", "", "Authorization: Digest username=\"a\"\r\n");
        passed(100_000, datagram);
        now = now.plusSeconds(1);
        passed(LIMITS.newPerSecond(), datagram);
        answered = 0;
        passed(Allowance.PER_SECOND, datagram);
        assertEquals(Allowance.PER_SECOND, answered);
        assertFalse(guard.throttles(VICTIM.getAddress()));
    }

    @Test
    void callsInProgressAndCredentialsAreNot() {
        for (int i = 0; i < 100; i++) {
            assertTrue(passes(request("BYE", ";tag=2", "")));
            assertTrue(passes(request("ACK", ";tag=2", "")));
            assertTrue(passes(request("REGISTER", "", "Authorization: Digest username=\"a\"\r\n")));
        }
    }

    @Test
    void itsConnectionsAreNot() {
        assertFalse(filter.drops(VICTIM.getAddress(), false));
        assertTrue(filter.passes(request("REGISTER", "", ""), VICTIM, (_, _) -> { }));
        assertTrue(filter.passesWhole(request("REGISTER", "", ""), VICTIM, (_, _) -> { }));
    }
}
