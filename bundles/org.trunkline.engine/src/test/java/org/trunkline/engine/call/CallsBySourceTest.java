package org.trunkline.engine.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.Standing;

class CallsBySourceTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8::1");
    private static final Supplier<Standing> NOT_ASKED = () -> {
        throw new AssertionError("asked though there is room");
    };

    private final CallsBySource calls = new CallsBySource(2);

    @Test
    void eachSourceHasRoomForItself() {
        assertFalse(calls.full(ONE, NOT_ASKED));
        calls.begun(ONE);
        assertFalse(calls.full(ONE, NOT_ASKED));
        calls.begun(ONE);
        assertTrue(calls.full(ONE, () -> Standing.STRANGER));
        assertFalse(calls.full(OTHER, NOT_ASKED));
    }

    @Test
    void aTrunkHasLimitsOfItsOwn() {
        calls.begun(ONE);
        calls.begun(ONE);
        assertFalse(calls.full(ONE, () -> Standing.TRUNK));
    }

    @Test
    void whatIsOverMakesRoomAndLeavesNothingBehind() {
        calls.begun(ONE);
        calls.begun(ONE);
        calls.begun(OTHER);
        assertEquals(2, calls.size());
        calls.over(ONE);
        assertFalse(calls.full(ONE, NOT_ASKED));
        calls.over(ONE);
        calls.over(OTHER);
        calls.over(OTHER); // once too often harms nobody
        assertEquals(0, calls.size());
        assertEquals(0, calls.all());
    }
}
