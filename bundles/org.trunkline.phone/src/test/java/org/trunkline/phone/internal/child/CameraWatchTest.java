package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class CameraWatchTest {
    private final List<String> present = new ArrayList<>(List.of("front", "desk"));
    private final List<String> failed = new ArrayList<>();
    private int looks;
    private final CameraWatch cameras = new CameraWatch(() -> {
        looks++;
        return List.copyOf(present);
    });

    private void pass(int seconds) {
        for (int each = 0; each < seconds; each++)
            cameras.everySecond();
    }

    @Test
    void tellsOnceThatACameraIsGone() {
        cameras.watch("front", why -> failed.add("front " + why));
        cameras.watch("desk", why -> failed.add("desk " + why));
        pass(10);
        assertEquals(List.of(), failed);
        present.remove("desk");
        pass(10);
        assertEquals(List.of("desk no-camera"), failed);
    }

    @Test
    void looksAtCamerasInUseOnly() {
        pass(10);
        var closed = cameras.watch("front", failed::add);
        closed.run();
        present.clear();
        pass(10);
        assertEquals(0, looks);
        assertEquals(List.of(), failed);
    }
}
