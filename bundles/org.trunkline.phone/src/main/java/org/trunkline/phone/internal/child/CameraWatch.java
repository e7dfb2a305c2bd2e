package org.trunkline.phone.internal.child;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Finds out that a camera in use was unplugged: the library only stops to give pictures. On the thread of the sound. */
final class CameraWatch {
    /** Seconds between two looks at the cameras. */
    private static final int BETWEEN = 2;

    private record Used(String id, Consumer<String> failed) {}

    private final Supplier<Collection<String>> present;
    private final List<Used> used = new ArrayList<>();
    private int seconds;

    /** @param present ids of the cameras that are there now */
    CameraWatch(Supplier<Collection<String>> present) {
        this.present = present;
    }

    /** @param failed told once if it is gone, with the reason @return ends this */
    Runnable watch(String id, Consumer<String> failed) {
        var one = new Used(id, failed);
        used.add(one);
        return () -> used.removeIf(it -> it == one);
    }

    void everySecond() {
        if (used.isEmpty() || ++seconds % BETWEEN != 0)
            return;
        var there = present.get();
        var gone = used.stream().filter(it -> !there.contains(it.id())).toList();
        used.removeAll(gone);
        gone.forEach(it -> it.failed().accept("no-camera"));
    }
}
