package org.trunkline.ui.cdr.internal.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.cdr.internal.widget.TextLinks.Link;

class TextLinksTest {
    @Test
    void wordsAreFoundWholeAndTheLongestFirst() {
        assertEquals(List.of(new Link(0, 9, "Carrier B"), new Link(15, 22, "Carrier")),
                TextLinks.find("Carrier B then Carrier", List.of("Carrier B", "Carrier")));
        assertEquals(List.of(), TextLinks.find("Carriers", List.of("Carrier")));
    }

    @Test
    void aRouteIsNotFoundInsideANumber() {
        assertEquals(List.of(new Link(6, 9, "+46")), TextLinks.find("Route +46 for +46701234567", List.of("+46")));
    }
}
