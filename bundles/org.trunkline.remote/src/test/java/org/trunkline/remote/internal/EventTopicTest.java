package org.trunkline.remote.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class EventTopicTest {
    @Test
    void howeverLongANodeWasAwayItIsAskedAgainWithinThreeSeconds() {
        Duration pause = Duration.ofSeconds(1);
        for (int i = 0; i < 100; i++)
            pause = EventTopic.longer(pause);
        assertTrue(pause.compareTo(Duration.ofSeconds(3)) < 0, "asked again after " + pause);
    }
}
