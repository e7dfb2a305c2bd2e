package org.trunkline.engine.call.record;

import java.util.HashMap;
import java.util.Map;

/** Numbers that the legs to trunks call, kept where forwarding, a ring group or a transfer made them another than the one dialled first. */
final class CalledNumbers {
    private Map<Integer, String> byLeg = Map.of();

    /** @param leg its index */
    void put(int leg, String number) {
        if (byLeg.isEmpty())
            byLeg = HashMap.newHashMap(1);
        byLeg.put(leg, number);
    }

    /** @param leg its index */
    String get(int leg, String dialled) {
        return byLeg.getOrDefault(leg, dialled);
    }
}
