package org.trunkline.phone.control;

import java.util.function.Consumer;

/**
 * Keys that work while another program has the keyboard, and the buttons and lamps of headsets (USB HID, usage page 0x0B). Both are used while the
 * phone has an account. <b>Threads:</b> any; nothing here waits.
 */
public interface Controls {
    ControlState state();

    /** Told at once and at each change, in order, on a thread of the phone: hand over and return. @return ends it */
    AutoCloseable follow(Consumer<ControlState> follower);

    /** Whether the keys are refused is in a later state. */
    void choose(ControlChoice choice);
}
