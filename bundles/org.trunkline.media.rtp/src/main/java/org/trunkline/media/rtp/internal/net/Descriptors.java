package org.trunkline.media.rtp.internal.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open files that sockets of media may be: each is one, unless a ring holds it (see {@link FixedFiles}), which it does
 * once half of them serve calls. Any thread.
 */
class Descriptors {
    /** What else of the node has files open: where media takes the last, nothing else works either. */
    private static final int RESERVED = 1000;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger serving = new AtomicInteger();

    /** @param limit files that the process may have open */
    Descriptors(int limit) {
        most = limit - Math.min(RESERVED, limit / 2);
    }

    int most() {
        return most;
    }

    /** Whether there is room for two more. */
    boolean hasRoom() {
        return open.get() <= most - 2;
    }

    /** For a socket to be opened. @return false where there are no more */
    boolean open() {
        if (open.incrementAndGet() <= most)
            return true;
        open.decrementAndGet();
        return false;
    }

    void closed() {
        open.decrementAndGet();
    }

    /** Whether half of them serve calls; the other half is for those that rest or are not yet answered. */
    boolean areFew() {
        return serving.get() >= most / 2;
    }

    void serves() {
        serving.incrementAndGet();
    }

    void servesNoMore() {
        serving.decrementAndGet();
    }
}
