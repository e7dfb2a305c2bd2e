package org.trunkline.ui.phone.internal.ring;

import java.util.HashMap;
import java.util.Map;

/** Places of pop-ups above each other, from 0; one that is free again is given to the next pop-up. */
final class CornerPlaces {
    private final Map<String, Integer> taken = new HashMap<>();

    /** @return the lowest free place */
    int take(String id) {
        int place = 0;
        while (taken.containsValue(place))
            place++;
        taken.put(id, place);
        return place;
    }

    void free(String id) {
        taken.remove(id);
    }
}
