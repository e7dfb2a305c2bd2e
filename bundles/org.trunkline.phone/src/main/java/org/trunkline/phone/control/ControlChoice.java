package org.trunkline.phone.control;

import java.util.Map;

/**
 * What the user chose.
 *
 * @param keys combinations as {@code CTRL+ALT+M}, in the formal notation of JFace; two actions may have the same one
 * @param headset whether the buttons and lamps of headsets are used
 */
public record ControlChoice(Map<KeyAction, String> keys, boolean headset) {
    /** No keys, as each one is taken from all other programs; headsets are used. */
    public static final ControlChoice DEFAULT = new ControlChoice(Map.of(), true);

    public ControlChoice {
        keys = Map.copyOf(keys);
    }
}
