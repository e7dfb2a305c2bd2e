package org.trunkline.phone.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/**
 * Keys and headsets at one moment.
 *
 * @param refused keys that do not work, with the reason
 * @param headsets those that are plugged in
 */
public record ControlState(ControlChoice choice, Map<KeyAction, LocalizableText> refused, List<Headset> headsets) {
    public ControlState {
        refused = Map.copyOf(refused);
        headsets = List.copyOf(headsets);
    }

    /** A headset with buttons. @param trouble why its buttons do not work; empty where they do */
    public record Headset(String name, Optional<LocalizableText> trouble) {}
}
