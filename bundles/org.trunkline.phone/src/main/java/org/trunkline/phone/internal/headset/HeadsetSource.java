package org.trunkline.phone.internal.headset;

import java.util.Map;

/** Where headsets come from. <b>Threads:</b> any. */
public interface HeadsetSource {
    /** Told on a thread of the source: hand over and return. */
    interface Listener {
        void plugged(HidPort port);

        void unplugged(HidPort port);

        /** @param report with its id first where the device numbers them */
        void received(HidPort port, byte[] report);

        /** Told again and again. @param names of headsets that this user may not open, by their files */
        void refused(Map<String, String> names);
    }

    /** Looks for headsets until it is closed; while it looks, this does nothing. */
    void begin(Listener listener);

    /** Lets all go. {@link #begin} may follow. */
    void close();
}
