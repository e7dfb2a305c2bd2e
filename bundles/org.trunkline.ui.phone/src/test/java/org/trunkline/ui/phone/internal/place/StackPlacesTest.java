package org.trunkline.ui.phone.internal.place;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StackPlacesTest {
    @Test
    void aFreePlaceIsTakenAgain() {
        var places = new StackPlaces();
        assertEquals(0, places.take("one"));
        assertEquals(1, places.take("two"));
        places.free("one");
        assertEquals(0, places.take("three"));
        assertEquals(2, places.take("four"));
    }
}
