package org.trunkline.phone;

/** @param id of the system, stays while it is plugged in; empty where the system does not let a phone choose */
public record SoundDevice(String id, String name, Use use) {
    public enum Use {
        MICROPHONE, LOUDSPEAKER
    }
}
