package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Rings of a kernel that is out of memory for them whenever a test says so. */
final class FailingRings extends LinuxSockets {
    volatile boolean noMemory;
    private final AtomicInteger receiving = new AtomicInteger();

    private final class Ring extends IoUring {
        Ring() throws IOException {}

        @Override
        void submit() throws IOException {
            ask();
            super.submit();
        }

        @Override
        void receive(int file, long tag) {
            receiving.incrementAndGet();
            super.receive(file, tag);
        }
    }

    FailingRings() {
        super(true);
    }

    FailingRings(Descriptors descriptors, int places) {
        super(true, descriptors, places);
    }

    @Override
    IoUring ring() throws IOException {
        ask();
        return new Ring();
    }

    private void ask() throws IOException {
        if (noMemory)
            throw new IOException("out of memory");
    }

    /** How often a ring was told to receive from a socket. */
    int receiving() {
        return receiving.get();
    }
}
