package org.trunkline.phone.internal.headset;

/** What buttons do with the calls of the phone. On the thread of the phone. */
public interface CallButtons {
    /** Answers the call that rings. */
    void offHook();

    /** Ends the current call. */
    void onHook();

    /** Answers the call that rings, which holds the current one; else holds the current call or takes it back. */
    void flash();

    /** Declines the call that rings, else ends the current one. */
    void drop();

    void toggleMute();

    void mute(boolean on);
}
