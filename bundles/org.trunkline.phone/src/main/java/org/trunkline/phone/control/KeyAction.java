package org.trunkline.phone.control;

/** What a key does with the call that rings, else with the one that is talked in. */
public enum KeyAction {
    /** Answers the call that rings. */
    ANSWER,
    /** Declines the call that rings, else ends the current call. */
    HANG_UP,
    /** Mutes the current call, or ends that. */
    MUTE
}
