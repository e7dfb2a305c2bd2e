package org.trunkline.phone.internal.headset;

/**
 * What the lamps of a headset show.
 *
 * @param offHook on while there is a call that was answered or is made
 */
public record HeadsetLamps(boolean ring, boolean offHook, boolean mute, boolean hold) {
    static final HeadsetLamps OFF = new HeadsetLamps(false, false, false, false);

    HeadsetLamps opposite() {
        return new HeadsetLamps(!ring, !offHook, !mute, !hold);
    }
}
