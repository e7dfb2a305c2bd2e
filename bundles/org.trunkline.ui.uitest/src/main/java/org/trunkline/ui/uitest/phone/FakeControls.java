package org.trunkline.ui.uitest.phone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.ControlState;
import org.trunkline.phone.control.Controls;
import org.trunkline.phone.control.KeyAction;

/** Keys of a system in which another program has one, and a headset. */
final class FakeControls implements Controls {
    private static final String TAKEN = "F8";

    private final List<Consumer<ControlState>> followers = new CopyOnWriteArrayList<>();
    private ControlState state = new ControlState(ControlChoice.DEFAULT, Map.of(), List.of());

    @Override
    public synchronized ControlState state() {
        return state;
    }

    @Override
    public synchronized AutoCloseable follow(Consumer<ControlState> follower) {
        followers.add(follower);
        follower.accept(state);
        return () -> followers.remove(follower);
    }

    @Override
    public synchronized void choose(ControlChoice choice) {
        var refused = new HashMap<KeyAction, LocalizableText>();
        choice.keys().forEach((action, key) -> {
            if (key.equals(TAKEN))
                refused.put(action, new LocalizableText("phone-key-taken", List.of(key), "taken"));
        });
        state = new ControlState(choice, refused, choice.headset() ? List.of(new ControlState.Headset("Jabra Evolve", Optional.empty())) : List.of());
        followers.forEach(follower -> follower.accept(state));
    }
}
