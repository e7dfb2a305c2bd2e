package org.trunkline.sip.jain.internal;

/** Notices when a reader never has to wait for the next datagram. <b>Threads:</b> any; counts roughly. */
final class Pace {
    /** A read that finds something takes less; one that waits costs two changes of thread. */
    private static final long AT_ONCE_NANOS = 10_000;
    private static final int MANY = 100;

    private volatile int inARow;

    void received(long nanos) {
        if (nanos >= AT_ONCE_NANOS) {
            if (inARow != 0)
                inARow = 0;
        } else if (inARow <= MANY) {
            inARow = inARow + 1;
        }
    }

    boolean hurried() {
        return inARow > MANY;
    }
}
