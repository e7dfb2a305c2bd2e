package org.trunkline.ui.quality.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class TrunkFilterTest {
    private final TrunkFilter trunks = new TrunkFilter();

    @Test
    void theChosenTrunkStaysWithoutCalls() {
        assertTrue(trunks.offer(List.of("Carrier A", "Carrier B")));
        trunks.choose(2);
        assertEquals(Optional.of("Carrier B"), trunks.chosen());
        assertTrue(trunks.offer(List.of("Carrier C")));
        assertEquals(List.of("Carrier C", "Carrier B"), trunks.names());
        assertEquals(2, trunks.index());
        assertFalse(trunks.offer(List.of("Carrier C")));
        trunks.choose(0);
        assertEquals(Optional.empty(), trunks.chosen());
    }

    @Test
    void anotherNodeHasNoneOfItsTrunks() {
        trunks.offer(List.of("Carrier A"));
        trunks.choose(1);
        trunks.clear();
        assertEquals(Optional.empty(), trunks.chosen());
        trunks.offer(List.of("Telia"));
        assertEquals(List.of("Telia"), trunks.names());
        assertEquals(0, trunks.index());
    }
}
