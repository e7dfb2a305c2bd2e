package org.trunkline.phone.internal.child.keys;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.trunkline.phone.control.DisplayServer;

/** The keys of the phone in all programs. On the thread of the sound; keys are told on another one. */
public final class KeyGrab {
    private static final String WAYLAND = "wayland";
    private static final String UNKNOWN = "unknown";

    private final Consumer<String> pressed;
    private final BiConsumer<Collection<String>, Map<String, String>> changed;
    private Optional<X11Keys> server = Optional.empty();

    /**
     * @param pressed gets the key as it was given
     * @param changed gets the keys as they were given and those that are refused, where that changes later
     */
    public KeyGrab(Consumer<String> pressed, BiConsumer<Collection<String>, Map<String, String>> changed) {
        this.pressed = pressed;
        this.changed = changed;
    }

    /**
     * Takes these keys and no others.
     *
     * @param wanted as {@code CTRL+ALT+M}
     * @return those that are refused, with {@code taken} where another program has it, {@code unknown} where it is no such key, {@code wayland} or
     *     {@code unsupported} where this system passes none on
     */
    public Map<String, String> take(Collection<String> wanted) {
        var refused = new LinkedHashMap<String, String>();
        var keys = new LinkedHashMap<KeyCombination, String>();
        for (var each : wanted)
            KeyCombination.parse(each).ifPresentOrElse(it -> keys.put(it, each), () -> refused.put(each, UNKNOWN));
        var unknown = Map.copyOf(refused);
        if (keys.isEmpty() && server.isEmpty())
            return refused;
        var system = unavailable();
        if (system.isPresent()) {
            keys.values().forEach(it -> refused.put(it, system.get()));
            return refused;
        }
        try {
            if (server.filter(it -> !it.isGone()).isEmpty())
                server = Optional.of(new X11Keys(new Xcb(), pressed));
            refused.putAll(server.get().take(keys, later -> {
                var all = new LinkedHashMap<>(unknown);
                all.putAll(later);
                changed.accept(wanted, all);
            }));
        } catch (IllegalStateException e) {
            keys.values().forEach(it -> refused.put(it, X11Keys.UNSUPPORTED));
        }
        return refused;
    }

    private static Optional<String> unavailable() {
        return switch (DisplayServer.current()) {
            case X11 -> Optional.empty();
            case WAYLAND -> Optional.of(WAYLAND);
            case OTHER -> Optional.of(X11Keys.UNSUPPORTED);
        };
    }
}
