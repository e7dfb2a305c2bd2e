package org.trunkline.remote.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class EventSubscriptionTest {
    @Test
    void howeverLongANodeWasAwayItIsAskedAgainWithinThreeSeconds() {
        Duration pause = Duration.ofSeconds(1);
        for (int i = 0; i < 100; i++)
            pause = EventSubscription.longer(pause);
        assertTrue(pause.compareTo(Duration.ofSeconds(3)) < 0, "asked again after " + pause);
    }
}
