package org.trunkline.phone.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.Test;

class GatheringTest {
    private final Gathering gathering = new Gathering();

    @Test
    void aThirdComesToTheTwo() {
        gathering.bring("1", "2");
        gathering.bring("3", "1");
        assertEquals(Set.of("1", "2", "3"), gathering.of("2"));
        assertEquals(Set.of("4"), gathering.of("4"));
    }

    @Test
    void oneAloneIsTogetherWithNobody() {
        gathering.bring("1", "2");
        gathering.leave("1");
        gathering.leave("1");
        assertFalse(gathering.has("2"));
        assertEquals(Set.of("2"), gathering.of("2"));
    }

    @Test
    void whoLeavesOthersLeavesThemTogether() {
        gathering.bring("1", "2");
        gathering.bring("1", "3");
        gathering.keep(line -> !line.equals("2"));
        assertEquals(Set.of("1", "3"), gathering.of("3"));
    }

    @Test
    void thereIsOneAtATime() {
        gathering.bring("1", "2");
        gathering.bring("3", "4");
        assertFalse(gathering.has("1"));
        assertTrue(gathering.has("3"));
    }
}
