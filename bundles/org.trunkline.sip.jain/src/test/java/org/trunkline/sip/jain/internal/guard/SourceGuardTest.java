package org.trunkline.sip.jain.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.wire.BorderLimits;

class SourceGuardTest {
    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.66");
    private static final InetAddress OFFICE = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress TRUNK = InetAddress.ofLiteral("192.0.2.1");
    private static final BorderLimits LIMITS = new BorderLimits(16_384, 256, 8192, Duration.ofSeconds(1), 10, 5, 30,
            Duration.ofMinutes(10), 100, 10, 1000, 16, List.of("friendly-scanner"));

    private final Map<InetAddress, SourceTrust> known = new HashMap<>(Map.of(OFFICE, SourceTrust.REGISTERED, TRUNK, SourceTrust.TRUNK));
    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private final SourceGuard guard = new SourceGuard(LIMITS, () -> now,
            source -> known.getOrDefault(source, SourceTrust.STRANGER));

    private void fail(InetAddress source, int times) {
        for (int i = 0; i < times; i++)
            guard.answered(source, 401, false, false, () -> true);
    }

    private void ask(InetAddress source, int times) {
        for (int i = 0; i < times; i++)
            guard.answered(source, 407, false, false, () -> false);
    }

    @Test
    void whoGuessesIsDroppedForAWhile() {
        fail(STRANGER, LIMITS.failures());
        assertFalse(guard.drops(STRANGER, false));
        fail(STRANGER, 1);
        assertTrue(guard.drops(STRANGER, false));
        assertFalse(guard.drops(OFFICE, false));
        assertEquals(List.of(new BlockedSource("192.0.2.66", BlockedSource.Reason.GUESSING, now,
                now.plus(LIMITS.block()), 1)), guard.blocked());
        assertEquals(1, guard.status().blocked());
        assertEquals(1, guard.refusals().of("blocked"));
        now = now.plus(LIMITS.block());
        assertFalse(guard.drops(STRANGER, false), "its time is over");
        assertEquals(List.of(), guard.blocked());
        fail(STRANGER, LIMITS.failures());
        assertFalse(guard.drops(STRANGER, false), "the count begins at zero again");
    }

    /** By NTP, or a machine that was stopped and goes on. */
    @Test
    void aClockSetBackTakesNothing() {
        for (int i = 0; i < 5; i++)
            assertTrue(guard.admits(OFFICE, false));
        now = now.minus(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            assertTrue(guard.admits(OFFICE, false));
            now = now.plusSeconds(1);
        }
        fail(STRANGER, LIMITS.failures());
        now = now.minus(Duration.ofHours(1));
        fail(STRANGER, LIMITS.failures());
        assertFalse(guard.drops(STRANGER, false), "the count begins at zero again");
        fail(STRANGER, 1);
        now = now.minus(Duration.ofHours(1));
        assertTrue(guard.drops(STRANGER, false));
        assertEquals(now.plus(LIMITS.block()), guard.blocked().getFirst().until());
        now = now.plus(LIMITS.block());
        assertFalse(guard.drops(STRANGER, false), "no longer than it was to be");
    }

    @Test
    void anHourSetBackLeavesRoomForOthers() throws Exception {
        for (int i = 0; i < 200; i++)
            guard.admits(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i}), false);
        assertEquals(LIMITS.sources(), guard.status().tables().getLast().used());
        now = now.minus(Duration.ofHours(1));
        assertTrue(guard.admits(OFFICE, false));
        assertEquals(1, guard.status().tables().getLast().used(), "who was quiet is forgotten");
    }

    @Test
    void itCanBeUndone() {
        fail(STRANGER, LIMITS.failures() + 1);
        assertFalse(guard.unblock("192.0.2.67"));
        assertFalse(guard.unblock("nonsense"));
        assertTrue(guard.unblock("192.0.2.66"));
        assertFalse(guard.drops(STRANGER, false));
        assertFalse(guard.unblock("192.0.2.66"));
    }

    @Test
    void neitherATrunkNorAnOfficeIsDropped() {
        for (var each : List.of(TRUNK, OFFICE)) {
            fail(each, 10_000);
            ask(each, 10_000);
            assertFalse(guard.drops(each, true));
            assertFalse(guard.drops(each, false));
            assertFalse(guard.scans(each, false));
        }
        for (int i = 0; i < 100_000; i++)
            assertTrue(guard.admits(TRUNK, false));
        assertEquals(List.of(), guard.blocked());
    }

    @Test
    void whoRegistersOrBecomesATrunkIsNoLongerDropped() {
        fail(STRANGER, LIMITS.failures() + 1);
        assertTrue(guard.drops(STRANGER, false));
        for (var trust : List.of(SourceTrust.REGISTERED, SourceTrust.TRUNK)) {
            known.put(STRANGER, trust);
            assertFalse(guard.drops(STRANGER, false));
            assertFalse(guard.drops(STRANGER, true));
            assertFalse(guard.throttles(STRANGER));
        }
    }

    /** Anybody can send REGISTERs in its name, and leave the challenges to it. */
    @Test
    void forgedDatagramsHoldBackNewDatagramsAlone() {
        for (int i = 0; i <= LIMITS.challenges(); i++)
            guard.answered(STRANGER, 401, false, true, () -> false);
        assertEquals(BlockedSource.Reason.SCANNING, guard.blocked().getFirst().reason());
        assertTrue(guard.throttles(STRANGER));
        assertFalse(guard.drops(STRANGER, true), "calls in progress go on");
        assertFalse(guard.drops(STRANGER, false));
        guard.answered(STRANGER, 200, false, true, () -> true);
        assertFalse(guard.throttles(STRANGER));
    }

    @Test
    void forgedDatagramsCountNothingAgainstConnections() {
        for (int i = 0; i <= LIMITS.challenges(); i++)
            guard.answered(STRANGER, 401, false, true, () -> false);
        for (int i = 0; i < 500; i++)
            guard.admits(STRANGER, true);
        ask(STRANGER, 1);
        assertTrue(guard.admits(STRANGER, false));
        assertFalse(guard.drops(STRANGER, false));
    }

    @Test
    void aFloodOfDatagramsHoldsBackNewDatagramsAlone() {
        for (int i = 0; i < 500; i++)
            guard.admits(STRANGER, true);
        assertTrue(guard.throttles(STRANGER));
        assertFalse(guard.drops(STRANGER, true));
        assertFalse(guard.drops(STRANGER, false));
    }

    /** Wrong answers to challenges that reached it. */
    @Test
    void whoGuessesOverUdpKeepsItsConnections() {
        for (int i = 0; i <= LIMITS.failures(); i++)
            guard.answered(STRANGER, 401, false, true, () -> true);
        assertTrue(guard.drops(STRANGER, true));
        assertFalse(guard.drops(STRANGER, false));
        fail(STRANGER, LIMITS.failures() + 1);
        assertTrue(guard.drops(STRANGER, false), "until it guesses over them too");
        assertEquals(1, guard.status().blocked());
        now = now.plus(LIMITS.block());
        assertEquals(List.of(), guard.blocked());
        assertFalse(guard.drops(STRANGER, true));
    }

    @Test
    void credentialsForNoChallengeOfOursAreNoGuessOverUdp() {
        for (int i = 0; i < 10_000; i++) {
            guard.answered(STRANGER, 401, true, true, () -> true);
            guard.answered(STRANGER, 403, false, true, () -> true);
        }
        assertEquals(List.of(), guard.blocked());
    }

    @Test
    void forgedDatagramsTakeNothingFromConnections() {
        fail(STRANGER, LIMITS.failures() + 1);
        now = now.plusSeconds(1);
        while (!guard.drops(STRANGER, true))
            continue;
        assertFalse(guard.drops(STRANGER, false));
    }

    /** One datagram in another's name must not silence it. */
    @Test
    void aScannersDatagramIsDroppedAndItsSourceIsNot() {
        assertTrue(guard.scans(STRANGER, true));
        assertFalse(guard.drops(STRANGER, false));
        assertEquals(1, guard.refusals().of("scanner"));
        assertTrue(guard.scans(STRANGER, false), "over a connection the address is its own");
        assertTrue(guard.drops(STRANGER, false));
    }

    @Test
    void someMessagesOfABlockedSourceAreStillRead() {
        fail(STRANGER, LIMITS.failures() + 1);
        int read = 0;
        for (int i = 0; i < 100; i++) {
            now = now.plusMillis(100);
            if (!guard.drops(STRANGER, false))
                read++;
        }
        assertEquals(10 * Allowance.PER_SECOND, read, 1);
        assertEquals(100 - read, guard.blocked().getFirst().count());
    }

    /** The phone whose address was forged, or that shares it with one whose password is wrong. */
    @Test
    void aRightPasswordLiftsTheBlock() {
        fail(STRANGER, LIMITS.failures() + 1);
        guard.answered(STRANGER, 200, false, false, () -> false);
        assertTrue(guard.drops(STRANGER, false), "an answer without a password proves nothing");
        guard.answered(STRANGER, 200, false, false, () -> true);
        assertFalse(guard.drops(STRANGER, false));
        assertEquals(List.of(), guard.blocked());
    }

    @Test
    void whoAsksAndNeverTriesIsScanning() {
        ask(STRANGER, LIMITS.challenges() + 1);
        assertEquals(BlockedSource.Reason.SCANNING, guard.blocked().getFirst().reason());
    }

    /** Two hundred phones behind one NAT come back after a power cut: each is asked, each answers. */
    @Test
    void phonesThatAnswerTheirChallengesAreNoScanners() {
        for (int phone = 0; phone < 200; phone++) {
            ask(STRANGER, 1);
            guard.answered(STRANGER, 200, false, false, () -> true);
        }
        assertFalse(guard.drops(STRANGER, false));
    }

    @Test
    void whatIsSpreadOverTimeIsNoAttack() {
        for (int i = 0; i < 100; i++) {
            fail(STRANGER, 1);
            now = now.plus(SourceGuard.WINDOW.dividedBy(LIMITS.failures()));
        }
        assertFalse(guard.drops(STRANGER, false));
        guard.answered(STRANGER, 401, true, false, () -> true);
        assertFalse(guard.drops(STRANGER, false), "a stale nonce is nobody's fault");
    }

    @Test
    void newRequestsAreLimitedBySource() {
        int admitted = 0;
        while (guard.admits(STRANGER, false))
            admitted++;
        assertEquals(40, admitted, "four seconds' worth at once");
        now = now.plusSeconds(1);
        assertTrue(guard.admits(STRANGER, false));
        assertEquals(1, guard.refusals().of("source-rate"));
        for (int i = 0; i < 300; i++)
            guard.admits(STRANGER, false);
        assertEquals(BlockedSource.Reason.FLOOD, guard.blocked().getFirst().reason());
    }

    /** Each would get its 481, for ever. */
    @Test
    void whoSpeaksOfDialogsThatAreNotThereIsLimited() {
        int answered = 0;
        for (int i = 0; i < 1000 && guard.follows(STRANGER, false); i++) {
            guard.answered(STRANGER, 481, false, false, () -> false);
            answered++;
        }
        assertEquals(40 + 1 + 40, answered, "as many as it may ask for at once, and then as many as new requests");
        for (int i = 0; i < 300; i++)
            guard.follows(STRANGER, false);
        assertEquals(BlockedSource.Reason.FLOOD, guard.blocked().getFirst().reason());
        for (int i = 0; i < 10_000; i++) {
            assertTrue(guard.follows(TRUNK, false));
            guard.answered(TRUNK, 481, false, false, () -> false);
        }
        for (int i = 0; i < 400; i++) {
            assertTrue(guard.follows(OFFICE, false));
            guard.answered(OFFICE, 481, false, false, () -> false);
        }
        assertFalse(guard.drops(OFFICE, false));
    }

    /** An office whose power comes back is no flood. */
    @Test
    void whereSomebodyIsRegisteredAFloodIsOnlyLimited() {
        int admitted = 0;
        for (int i = 0; i < 10_000; i++)
            if (guard.admits(OFFICE, true))
                admitted++;
        assertEquals(40, admitted);
        assertFalse(guard.throttles(OFFICE));
        assertFalse(guard.drops(OFFICE, false));
    }

    @Test
    void ofIpv6ItIsTheNetwork() {
        fail(InetAddress.ofLiteral("2001:db8:0:1::1"), 3);
        fail(InetAddress.ofLiteral("2001:db8:0:1::2"), 3);
        assertTrue(guard.drops(InetAddress.ofLiteral("2001:db8:0:1::3"), false));
        assertFalse(guard.drops(InetAddress.ofLiteral("2001:db8:0:2::1"), false));
        assertEquals("2001:db8:0:1::/64", guard.blocked().getFirst().source());
        assertTrue(guard.unblock(guard.blocked().getFirst().source()));
    }

    @Test
    void theTableIsBounded() throws Exception {
        fail(STRANGER, LIMITS.failures() + 1);
        for (int i = 0; i < 1000; i++)
            assertTrue(guard.admits(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}), false));
        assertEquals(100, guard.status().tables().getLast().used());
        assertEquals(901, guard.refusals().of("sources-full"));
        now = now.plus(SourceGuard.WINDOW.multipliedBy(2));
        assertTrue(guard.admits(OFFICE, false));
        assertEquals(2, guard.status().tables().getLast().used(), "who was quiet is forgotten, who is blocked is not");
        assertEquals("192.0.2.66", guard.blocked().getFirst().source());
    }
}
