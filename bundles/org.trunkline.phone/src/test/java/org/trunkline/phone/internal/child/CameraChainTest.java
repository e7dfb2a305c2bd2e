package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class CameraChainTest {
    private final List<String> present = new ArrayList<>(List.of("front", "desk", "door"));
    private final CameraChain chain = new CameraChain(() -> List.copyOf(present));

    @Test
    void eachCameraHasOneTurnInACall() {
        assertEquals(Optional.of("front"), chain.after("1", "desk"));
        assertEquals(Optional.of("door"), chain.after("1", "front"));
        assertEquals(Optional.empty(), chain.after("1", "door"));
        assertEquals(Optional.of("desk"), chain.after("2", "front"), "another call has lost nothing yet");
    }

    @Test
    void aCameraThatIsGoneIsPassedOver() {
        present.remove("front");
        assertEquals(Optional.of("door"), chain.after("1", "desk"));
    }

    @Test
    void theUsersChoiceBeginsAgain() {
        chain.after("1", "front");
        chain.after("1", "desk");
        chain.chosen("1");
        assertEquals(Optional.of("front"), chain.after("1", "desk"));
    }
}
