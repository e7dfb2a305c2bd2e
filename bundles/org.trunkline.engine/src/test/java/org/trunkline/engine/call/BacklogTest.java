package org.trunkline.engine.call;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BacklogTest {
    private long now;
    private final Backlog backlog = new Backlog(() -> now);

    @Test
    void manyWaitingAreTooMany() {
        long first = backlog.posted();
        for (int i = 0; i < 1000; i++)
            backlog.posted();
        assertTrue(backlog.tooLong());
        for (int i = 0; i < 100; i++)
            backlog.begun(first);
        assertFalse(backlog.tooLong());
    }

    @Test
    void whereSomeWaitMoreShallNotCome() {
        long first = backlog.posted();
        assertFalse(backlog.behind());
        for (int i = 1; i < Backlog.AHEAD; i++)
            backlog.posted();
        assertTrue(backlog.behind());
        backlog.begun(first);
        assertFalse(backlog.behind());
    }

    @Test
    void aLongWaitIsTooLongUnlessItIsOver() {
        for (int i = 0; i < 50; i++)
            backlog.posted();
        assertFalse(backlog.tooLong());
        backlog.begun(now - 600_000_000);
        assertTrue(backlog.tooLong());
        for (int i = 0; i < 20; i++)
            backlog.begun(now - 600_000_000);
        assertFalse(backlog.tooLong(), "hardly anybody waits any more");
    }
}
