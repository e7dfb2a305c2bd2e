package org.trunkline.sip.jain.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long AT_ONCE = 2_000;
    private static final long WAITED = 50_000;

    @Test
    void aBurstIsNoHurryAndOnePauseEndsIt() {
        var pace = new Pace();
        for (int i = 0; i < 60; i++)
            pace.received(AT_ONCE);
        assertFalse(pace.hurried());
        pace.received(WAITED);
        for (int i = 0; i < 60; i++)
            pace.received(AT_ONCE);
        assertFalse(pace.hurried());
        for (int i = 0; i < 60; i++)
            pace.received(AT_ONCE);
        assertTrue(pace.hurried());
        pace.received(WAITED);
        assertFalse(pace.hurried());
    }
}
