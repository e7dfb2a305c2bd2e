package org.trunkline.ui.phone.internal.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Whether the user is away, by a clock of the test's. */
class IdleWatchTest {
    private final List<Boolean> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-24T08:00:00Z");
    private Optional<Duration> screen = Optional.empty();
    private final List<Runnable> soon = new ArrayList<>();
    private final IdleWatch watch = new IdleWatch(() -> now, () -> screen, told::add, soon::add);

    private void pass(int minutes) {
        now = now.plus(Duration.ofMinutes(minutes));
        watch.look();
    }

    @Test
    void withoutAScreenTheDeskItselfTells() {
        pass(9);
        assertEquals(List.of(), told);
        pass(1);
        pass(5);
        assertEquals(List.of(true), told);
        watch.used();
        watch.used();
        assertEquals(List.of(true), told, "the screen is asked on another thread");
        assertEquals(1, soon.size());
        soon.removeFirst().run();
        assertEquals(List.of(true, false), told);
        pass(9);
        assertEquals(List.of(true, false), told);
    }

    @Test
    void whoWorksElsewhereIsNotAway() {
        screen = Optional.of(Duration.ofSeconds(3));
        pass(30);
        assertEquals(List.of(), told);
        screen = Optional.of(Duration.ofMinutes(10));
        pass(1);
        assertEquals(List.of(true), told);
        screen = Optional.of(Duration.ZERO);
        pass(1);
        assertEquals(List.of(true, false), told);
    }

    @Test
    void whatTheDeskGetsCountsToo() { // a remote desktop's keys may not be the screen's
        screen = Optional.of(Duration.ofHours(1));
        pass(5);
        assertEquals(List.of(), told);
    }
}
