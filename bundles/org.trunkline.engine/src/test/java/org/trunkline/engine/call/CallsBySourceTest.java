package org.trunkline.engine.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.port.signaling.SourceTrust;

class CallsBySourceTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8::1");
    private static final Supplier<SourceTrust> NOT_ASKED = () -> {
        throw new AssertionError("asked though there is room");
    };

    private final CallsBySource calls = new CallsBySource(2);

    private SourceKey begun(InetAddress source) {
        return calls.begun(source, () -> SourceTrust.STRANGER);
    }

    @Test
    void eachSourceHasRoomForItself() {
        assertFalse(calls.full(ONE, NOT_ASKED));
        begun(ONE);
        assertFalse(calls.full(ONE, NOT_ASKED));
        begun(ONE);
        assertTrue(calls.full(ONE, () -> SourceTrust.STRANGER));
        assertFalse(calls.full(OTHER, NOT_ASKED));
    }

    /** A host with an IPv6 address has 2^64 of them. */
    @Test
    void ofIpv6TheNetworkIsOneSource() {
        var first = begun(OTHER);
        begun(InetAddress.ofLiteral("2001:db8::2"));
        assertTrue(calls.full(InetAddress.ofLiteral("2001:db8::3"), () -> SourceTrust.REGISTERED));
        assertFalse(calls.full(InetAddress.ofLiteral("2001:db8:0:1::1"), NOT_ASKED));
        calls.over(first);
        assertFalse(calls.full(InetAddress.ofLiteral("2001:db8::3"), NOT_ASKED));
    }

    @Test
    void aTrunkHasLimitsOfItsOwnAndTakesNoRoomFromItsNeighbours() {
        for (var trunk : new InetAddress[] {ONE, OTHER})
            for (int i = 0; i < 3; i++)
                calls.begun(trunk, () -> SourceTrust.TRUNK);
        assertFalse(calls.full(ONE, () -> SourceTrust.TRUNK));
        assertFalse(calls.full(OTHER, () -> SourceTrust.TRUNK));
        assertFalse(calls.full(InetAddress.ofLiteral("2001:db8::2"), NOT_ASKED));
    }

    @Test
    void whatIsOverMakesRoomAndLeavesNothingBehind() {
        var one = begun(ONE);
        begun(ONE);
        var other = begun(OTHER);
        assertEquals(2, calls.size());
        calls.over(one);
        assertFalse(calls.full(ONE, NOT_ASKED));
        calls.over(one);
        calls.over(other);
        calls.over(other); // once too often harms nobody
        assertEquals(0, calls.size());
        assertEquals(0, calls.all());
    }
}
