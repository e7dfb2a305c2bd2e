package org.trunkline.phone.internal.child;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Finds out that a camera in use was unplugged or hangs: the library only stops to give pictures. On the thread of the sound. */
final class CameraWatch {
    /** Seconds between two looks at the cameras. */
    private static final int BETWEEN = 2;

    private final Supplier<Collection<String>> present;
    private final List<Used> used = new ArrayList<>();
    private int seconds;

    /** @param present ids of the cameras that are there now */
    CameraWatch(Supplier<Collection<String>> present) {
        this.present = present;
    }

    /**
     * @param pictures that it has given so far; empty while it is to give none
     * @param failed told once if it is gone or hangs, with the reason
     * @return ends this
     */
    Runnable watch(String id, Supplier<OptionalLong> pictures, Consumer<String> failed) {
        return watch(new Used(id, pictures, failed, false));
    }

    /** As {@link #watch} for a camera that takes over from another one: it hangs too if it gives no first picture within ten seconds. */
    Runnable watchNext(String id, Supplier<OptionalLong> pictures, Consumer<String> failed) {
        return watch(new Used(id, pictures, failed, true));
    }

    private Runnable watch(Used one) {
        used.add(one);
        return () -> used.removeIf(it -> it == one);
    }

    void everySecond() {
        if (used.isEmpty())
            return;
        if (++seconds % BETWEEN == 0) {
            var there = present.get();
            lose(used.stream().filter(it -> !there.contains(it.id)).toList(), "no-camera");
        }
        lose(used.stream().filter(Used::hangs).toList(), "camera-frozen");
    }

    private void lose(List<Used> lost, String why) {
        used.removeAll(lost);
        lost.forEach(it -> it.failed.accept(why));
    }

    /** A camera that somebody watches. */
    private static final class Used {
        /** Seconds without a picture. */
        private static final int PATIENCE = 5;
        /** Seconds that it may take longer to begin again. */
        private static final int BEGINNING = 5;

        private final String id;
        private final Supplier<OptionalLong> pictures;
        private final Consumer<String> failed;
        private final boolean prompt;
        private long last;
        private int quiet = -BEGINNING;

        /** @param prompt whether its first picture must come in time too */
        Used(String id, Supplier<OptionalLong> pictures, Consumer<String> failed, boolean prompt) {
            this.id = id;
            this.pictures = pictures;
            this.failed = failed;
            this.prompt = prompt;
        }

        /** Asked each second. One that the user chose and that has given no picture yet is still starting, perhaps behind a question of the system. */
        boolean hangs() {
            var now = pictures.get();
            if (now.isEmpty()) {
                quiet = -BEGINNING;
                return false;
            }
            if (now.getAsLong() != last)
                quiet = 0;
            else if (prompt || last > 0)
                quiet++;
            last = now.getAsLong();
            return quiet >= PATIENCE;
        }
    }
}
