package org.trunkline.phone.internal.child.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keys that an X server passes on by passive grabs, also while NumLock or CapsLock is on. <b>Threads:</b> any. */
final class X11Keys {
    private static final String TAKEN = "taken";
    private static final String UNKNOWN = "unknown";
    private static final int CAPS_LOCK = 2;
    private static final int NUM_LOCK = 16;
    private static final int[] LOCKS = {0, CAPS_LOCK, NUM_LOCK, CAPS_LOCK | NUM_LOCK};
    private static final int MODIFIERS = 1 | 4 | 8 | 64;

    private record Grab(int keycode, int modifiers) {}

    private final Xcb server;
    private final Consumer<String> pressed;
    private final KeyRepeat repeat = new KeyRepeat();
    private final Map<Grab, String> grabs = new HashMap<>();
    private Map<KeyCombination, String> wanted = Map.of();
    private Map<KeyCombination, List<Integer>> codes = Map.of();
    private volatile boolean gone;

    X11Keys(Xcb server, Consumer<String> pressed) {
        this.server = server;
        this.pressed = pressed;
        Thread.ofPlatform().name("keys").daemon().start(this::read);
    }

    boolean isGone() {
        return gone;
    }

    private void read() {
        for (var event = server.next(); event.isPresent(); event = server.next()) {
            var now = event.get();
            switch (now.type()) {
                case Xcb.Event.PRESSED -> {
                    if (repeat.isFirst(now.keycode(), now.time()))
                        press(new Grab(now.keycode(), now.state() & MODIFIERS));
                }
                case Xcb.Event.RELEASED -> repeat.released(now.keycode(), now.time());
                case Xcb.Event.LAYOUT -> again();
                default -> {
                    // not asked for
                }
            }
        }
        gone = true;
    }

    private void press(Grab grab) {
        String key;
        synchronized (this) {
            key = grabs.get(grab);
        }
        if (key != null)
            pressed.accept(key);
    }

    /** Another layout may have the signs on other keys. */
    private synchronized void again() {
        if (!codes(wanted).equals(codes))
            take(wanted);
    }

    private Map<KeyCombination, List<Integer>> codes(Map<KeyCombination, String> keys) {
        var found = new HashMap<KeyCombination, List<Integer>>();
        keys.keySet().forEach(key -> found.put(key, server.keycodes(key.keysym())));
        return found;
    }

    /** @return keys that are refused, with the reason */
    synchronized Map<String, String> take(Map<KeyCombination, String> keys) {
        grabs.keySet().forEach(this::ungrab);
        grabs.clear();
        wanted = Map.copyOf(keys);
        codes = codes(wanted);
        var refused = new LinkedHashMap<String, String>();
        keys.forEach((key, name) -> {
            var all = codes.get(key).stream().map(code -> new Grab(code, key.mask())).toList();
            if (all.isEmpty())
                refused.put(name, UNKNOWN);
            else if (!all.stream().allMatch(it -> grab(it, name))) {
                refused.put(name, TAKEN);
                all.stream().filter(it -> grabs.remove(it) != null).forEach(this::ungrab);
            }
        });
        return refused;
    }

    private boolean grab(Grab grab, String name) {
        List<Integer> done = new ArrayList<>();
        for (int lock : LOCKS) {
            if (!server.grab(grab.keycode(), grab.modifiers() | lock)) {
                done.forEach(it -> server.ungrab(grab.keycode(), grab.modifiers() | it));
                return false;
            }
            done.add(lock);
        }
        grabs.put(grab, name);
        return true;
    }

    private void ungrab(Grab grab) {
        for (int lock : LOCKS)
            server.ungrab(grab.keycode(), grab.modifiers() | lock);
    }
}
