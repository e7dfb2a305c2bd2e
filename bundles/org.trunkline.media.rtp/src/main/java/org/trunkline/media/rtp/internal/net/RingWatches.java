package org.trunkline.media.rtp.internal.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The sockets that a ring has operations for, by {@link LinuxSocket#file}. */
final class RingWatches {
    /** One that is connected, or parked. */
    static final class Watch {
        final LinuxSocket socket;
        final MediaSocket endpoint;
        /** Number of the last receiving; what comes of one before it is not looked at. */
        int turn;
        /** Likewise of the last asking for anybody's packets. */
        int listening;
        boolean receiving;
        /** A receiving that the kernel has still to be told to end; 0 for none. */
        int ending;
        /** Its peer has still to be taken from it; of parked ones. */
        boolean parting;
        /** Anybody's packets are asked for. */
        boolean polling;

        private Watch(LinuxSocket socket, MediaSocket endpoint) {
            this.socket = socket;
            this.endpoint = endpoint;
        }
    }

    private @Nullable Watch[] byDescriptor = new Watch[256];
    private @Nullable Watch[] byPlace = new Watch[256];

    /** In place of the one before. */
    Watch add(LinuxSocket socket, MediaSocket endpoint) {
        int file = socket.file();
        var watch = new Watch(socket, endpoint);
        if (file >= SubmissionQueue.PLACE) {
            byPlace = fitting(byPlace, file - SubmissionQueue.PLACE);
            byPlace[file - SubmissionQueue.PLACE] = watch;
        } else {
            byDescriptor = fitting(byDescriptor, file);
            byDescriptor[file] = watch;
        }
        return watch;
    }

    private static @Nullable Watch[] fitting(@Nullable Watch[] all, int index) {
        return index < all.length ? all : Arrays.copyOf(all, Math.max(index + 1, all.length * 2));
    }

    @Nullable Watch get(int file) {
        return file >= SubmissionQueue.PLACE ? at(byPlace, file - SubmissionQueue.PLACE) : at(byDescriptor, file);
    }

    private static @Nullable Watch at(@Nullable Watch[] all, int index) {
        return index >= 0 && index < all.length ? all[index] : null;
    }

    @Nullable Watch remove(int file) {
        var watch = get(file);
        if (watch != null)
            (file >= SubmissionQueue.PLACE ? byPlace : byDescriptor)[file & ~SubmissionQueue.PLACE] = null;
        return watch;
    }

    List<Watch> removeAll() {
        var all = new ArrayList<Watch>();
        for (var table : List.of(byDescriptor, byPlace)) {
            for (var watch : table)
                if (watch != null)
                    all.add(watch);
            Arrays.fill(table, null);
        }
        return all;
    }
}
