package org.trunkline.phone.internal.headset;

/** A headset that is plugged in. <b>Threads:</b> any. */
public interface HidPort {
    /** As its maker says. */
    String name();

    TelephonyReports reports();

    /** Writes a report, with its id first; to one that is gone it does nothing. */
    void write(byte[] report);
}
