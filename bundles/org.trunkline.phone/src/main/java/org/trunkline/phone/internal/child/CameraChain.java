package org.trunkline.phone.internal.child;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Which camera a call has after one that it lost: each once, until the user chooses one again. On the thread of the sound. */
final class CameraChain {
    private final Supplier<List<String>> present;
    private final Map<String, Set<String>> lost = new HashMap<>();

    /** @param present ids of the cameras that are there now */
    CameraChain(Supplier<List<String>> present) {
        this.present = present;
    }

    /** The user chose what the call shows, or that it shows nothing. */
    void chosen(String call) {
        lost.remove(call);
    }

    /** @param camera that the call lost @return empty where no other is left */
    Optional<String> after(String call, String camera) {
        var gone = lost.computeIfAbsent(call, _ -> new HashSet<>());
        gone.add(camera);
        return present.get().stream().filter(id -> !gone.contains(id)).findFirst();
    }
}
