package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

class CameraWatchTest {
    private final List<String> present = new ArrayList<>(List.of("front", "desk"));
    private final List<String> failed = new ArrayList<>();
    private int looks;
    private final CameraWatch cameras = new CameraWatch(() -> {
        looks++;
        return List.copyOf(present);
    });

    private long given;

    /** It gives one each time that it is asked. */
    private OptionalLong picture() {
        return OptionalLong.of(++given);
    }

    private void pass(int seconds) {
        for (int each = 0; each < seconds; each++)
            cameras.everySecond();
    }

    @Test
    void tellsOnceThatACameraIsGone() {
        cameras.watch("front", this::picture, why -> failed.add("front " + why));
        cameras.watch("desk", this::picture, why -> failed.add("desk " + why));
        pass(10);
        assertEquals(List.of(), failed);
        present.remove("desk");
        pass(10);
        assertEquals(List.of("desk no-camera"), failed);
    }

    @Test
    void looksAtCamerasInUseOnly() {
        pass(10);
        var closed = cameras.watch("front", this::picture, failed::add);
        closed.run();
        present.clear();
        pass(10);
        assertEquals(0, looks);
        assertEquals(List.of(), failed);
    }

    @Test
    void aCameraThatIsListedAndGivesNoMorePicturesHangs() {
        var pictures = new AtomicReference<>(OptionalLong.of(30));
        cameras.watch("front", pictures::get, why -> failed.add("front " + why));
        cameras.watch("desk", this::picture, why -> failed.add("desk " + why));
        pass(5);
        assertEquals(List.of(), failed);
        pictures.set(OptionalLong.of(31));
        pass(5);
        assertEquals(List.of(), failed);
        pass(1);
        assertEquals(List.of("front camera-frozen"), failed);
        pass(20);
        assertEquals(1, failed.size(), "it is told once");
    }

    @Test
    void aCameraThatTakesOverMustBegin() {
        var pictures = new AtomicReference<>(OptionalLong.of(0));
        cameras.watchNext("front", pictures::get, why -> failed.add("front " + why));
        cameras.watchNext("desk", this::picture, why -> failed.add("desk " + why));
        pass(9);
        assertEquals(List.of(), failed);
        pass(1);
        assertEquals(List.of("front camera-frozen"), failed);
        pass(20);
        assertEquals(1, failed.size());
    }

    @Test
    void aCameraThatStartsOrIsPausedDoesNotHang() {
        var pictures = new AtomicReference<>(OptionalLong.of(0));
        cameras.watch("front", pictures::get, failed::add);
        pass(30);
        pictures.set(OptionalLong.of(90));
        pass(1);
        pictures.set(OptionalLong.empty());
        pass(30);
        pictures.set(OptionalLong.of(90));
        pass(9);
        assertEquals(List.of(), failed, "it may take longer to begin again");
        pass(1);
        assertEquals(List.of("camera-frozen"), failed);
    }
}
