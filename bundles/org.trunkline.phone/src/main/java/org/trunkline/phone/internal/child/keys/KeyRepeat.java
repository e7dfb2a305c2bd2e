package org.trunkline.phone.internal.child.keys;

/** A key that is held is let go and pressed again and again by the X server, both at the same time. On one thread. */
final class KeyRepeat {
    private int released;
    private int at;

    void released(int keycode, int time) {
        released = keycode;
        at = time;
    }

    /** Whether a press is one of the user. */
    boolean isFirst(int keycode, int time) {
        return keycode != released || time != at;
    }
}
