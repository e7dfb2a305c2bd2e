package org.trunkline.phone;

/** @param id of the system, stays while it is plugged in */
public record SoundDevice(String id, String name, Use use) {
    public enum Use {
        MICROPHONE, LOUDSPEAKER
    }
}
