package org.trunkline.media.rtp.internal.net;

import java.util.Arrays;

/**
 * A ring's table of sockets that have no descriptor: the limit of open files counts those, and a call has four sockets.
 * All that packets need is done by place in the table; for what needs a descriptor one is lent. Of the ring's thread.
 */
final class FixedFiles {
    private final IoUring ring;
    private final long tag;
    private final int[] free;
    private int left;
    private int lent;

    /** @param tag what operations for lending are told with, from it on */
    FixedFiles(IoUring ring, int places, long tag) {
        this.ring = ring;
        this.tag = tag;
        boolean table = places > 0 && ring.table(places);
        free = new int[table ? places : 0];
        Arrays.setAll(free, i -> free.length - 1 - i); // the first place is taken first
        left = free.length;
    }

    boolean isEmpty() {
        return left == free.length;
    }

    /** @return its place; -1 for none, and it has its descriptor as before */
    int park(int fd) {
        if (left == 0 || !ring.hold(free[left - 1], fd))
            return -1;
        return free[--left];
    }

    /** @return a descriptor to be closed after use; -1 for none */
    int lend(int place) {
        lent = lent + 1 & Integer.MAX_VALUE;
        return ring.descriptor(place, tag + lent);
    }

    /** The socket is closed, once no operation has it. */
    void leave(int place) {
        ring.drop(place);
        free[left++] = place;
    }
}
