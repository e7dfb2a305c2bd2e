package org.trunkline.ui.phone.internal.place;

import java.util.HashMap;
import java.util.Map;

/** Places in a stack of windows, from 0; one that is free again is given to the next window. */
public final class StackPlaces {
    private final Map<String, Integer> taken = new HashMap<>();

    /** @return the lowest free place */
    public int take(String id) {
        int place = 0;
        while (taken.containsValue(place))
            place++;
        taken.put(id, place);
        return place;
    }

    public void free(String id) {
        taken.remove(id);
    }
}
