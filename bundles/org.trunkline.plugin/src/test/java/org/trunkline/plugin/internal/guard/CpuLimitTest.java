package org.trunkline.plugin.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CpuLimitTest {
    private static final long HALF = 500_000_000L;

    private final CpuLimit limit = new CpuLimit(80, 1_500_000_000L, 0, 0, 0);
    private long now;
    private long own;
    private long calls;

    /** @return what was said after half a second with so much CPU, in percent of a core */
    private String halfSecond(int ownPercent, int callsPercent) {
        now += HALF;
        own += HALF * ownPercent / 100;
        calls += HALF * callsPercent / 100;
        return limit.check(now, own, calls).code();
    }

    @Test
    void aLoopIsToldAfterASecondAndAHalf() {
        assertEquals("", halfSecond(100, 0));
        assertEquals("", halfSecond(100, 0));
        assertEquals("plugin-cpu", halfSecond(100, 0));
    }

    @Test
    void workInBurstsIsNot() {
        for (int i = 0; i < 10; i++)
            assertEquals("", halfSecond(i % 3 == 2 ? 10 : 400, 0));
    }

    @Test
    void whatCallsUseIsNot() {
        for (int i = 0; i < 10; i++)
            assertEquals("", halfSecond(5, 300));
    }

    @Test
    void threadsMayHelpWithCalls() {
        for (int i = 0; i < 10; i++)
            assertEquals("", halfSecond(120, 60));
        assertEquals("", halfSecond(200, 300));
        assertEquals("", halfSecond(200, 300));
        assertEquals("plugin-cpu", halfSecond(200, 300), "one core of help, however busy the calls are");
    }

    @Test
    void aLoopBesideAFewCallsIsTold() {
        halfSecond(100, 10);
        halfSecond(100, 10);
        assertEquals("plugin-cpu", halfSecond(100, 10));
    }

    @Test
    void looksThatComeTooSoonSayNothing() {
        for (int i = 0; i < 100; i++)
            assertEquals("", limit.check(i * 4_000_000L, i * 4_000_000L, 0).code());
    }
}
