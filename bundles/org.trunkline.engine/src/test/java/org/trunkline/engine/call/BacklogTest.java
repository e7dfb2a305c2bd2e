package org.trunkline.engine.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;

class BacklogTest {
    private long now;
    private final List<Load> told = new ArrayList<>();
    private final Backlog backlog = new Backlog(() -> now, this::tell);

    private void tell() {
        told.add(backlog.load());
    }

    @Test
    void manyWaitingAreTooMany() {
        long first = backlog.posted();
        for (int i = 0; i < 1000; i++)
            backlog.posted();
        assertTrue(backlog.load().overloaded());
        for (int i = 0; i < 100; i++)
            backlog.begun(first);
        assertFalse(backlog.load().overloaded());
    }

    @Test
    void whereSomeWaitMoreShallNotCome() {
        long first = backlog.posted();
        assertFalse(backlog.load().behind());
        for (int i = 1; i < Backlog.AHEAD; i++)
            backlog.posted();
        assertTrue(backlog.load().behind());
        backlog.begun(first);
        assertFalse(backlog.load().behind());
    }

    @Test
    void aLongWaitIsTooLongUnlessItIsOver() {
        for (int i = 0; i < 50; i++)
            backlog.posted();
        assertFalse(backlog.load().overloaded());
        backlog.begun(now - 600_000_000);
        assertTrue(backlog.load().overloaded());
        for (int i = 0; i < 20; i++)
            backlog.begun(now - 600_000_000);
        assertFalse(backlog.load().overloaded(), "hardly anybody waits any more");
    }

    @Test
    void onlyChangesOfTheLoadAreTold() {
        for (int i = 0; i < 2 * Backlog.AHEAD; i++)
            backlog.posted();
        for (int i = 0; i < 2 * Backlog.AHEAD; i++)
            backlog.begun(now);
        assertEquals(List.of(new Load(true, false), Load.EASY), told);
    }
}
