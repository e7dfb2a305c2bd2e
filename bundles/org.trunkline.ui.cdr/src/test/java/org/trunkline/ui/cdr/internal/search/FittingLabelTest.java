package org.trunkline.ui.cdr.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FittingLabelTest {
    @Test
    void whatHasNoRoomEndsInDots() {
        String figures = "1,456 calls, cost 15.38 SEK + 1.77 USD";
        assertEquals(figures, FittingLabel.shortened(figures, figures.length(), String::length));
        assertEquals("1,456 calls, cost…", FittingLabel.shortened(figures, 19, String::length));
        assertEquals("…", FittingLabel.shortened(figures, 0, String::length));
    }
}
