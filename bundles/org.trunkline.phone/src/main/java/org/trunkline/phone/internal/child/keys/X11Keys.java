package org.trunkline.phone.internal.child.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Keys that an X server passes on by passive grabs, also while NumLock or CapsLock is on. <b>Threads:</b> any. */
final class X11Keys {
    /** A connection to the X server. <b>Threads:</b> one waits in {@link #next} while another one asks. */
    interface Server {
        /** Keys that have this sign, on the first level or on another one. */
        List<Integer> keycodes(int keysym);

        /** @return false where another program has this key */
        boolean grab(int keycode, int modifiers);

        void ungrab(int keycode, int modifiers);

        /** Waits for the next event. Empty once the server is gone. */
        Optional<Xcb.Event> next();

        /** While nobody waits or asks, and nobody does after it. */
        void close();
    }

    /** What this system passes no keys for. */
    static final String UNSUPPORTED = "unsupported";
    private static final String TAKEN = "taken";
    private static final String UNKNOWN = "unknown";
    private static final int CAPS_LOCK = 2;
    private static final int NUM_LOCK = 16;
    private static final int[] LOCKS = {0, CAPS_LOCK, NUM_LOCK, CAPS_LOCK | NUM_LOCK};
    private static final int MODIFIERS = 1 | 4 | 8 | 64;

    private record Grab(int keycode, int modifiers) {}

    private final Server server;
    private final Consumer<String> pressed;
    private final KeyRepeat repeat = new KeyRepeat();
    private final Map<Grab, String> grabs = new HashMap<>();
    private Map<KeyCombination, String> wanted = Map.of();
    private Map<KeyCombination, List<Integer>> codes = Map.of();
    private Consumer<Map<String, String>> changed = _ -> { };
    private volatile boolean gone;

    /** @param server is closed with it */
    X11Keys(Server server, Consumer<String> pressed) {
        this.server = server;
        this.pressed = pressed;
        Thread.ofPlatform().name("keys").daemon().start(this::read);
    }

    boolean isGone() {
        return gone;
    }

    private void read() {
        try {
            readAll();
        } finally {
            end();
        }
    }

    /** The X server is gone, or there was a defect: another one is made with the next keys. */
    private void end() {
        Runnable told;
        synchronized (this) {
            gone = true;
            server.close();
            var listener = changed;
            var refused = new LinkedHashMap<String, String>();
            wanted.values().forEach(name -> refused.put(name, UNSUPPORTED));
            told = () -> listener.accept(refused);
        }
        told.run();
    }

    private void readAll() {
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
    private void again() {
        Runnable told = () -> { };
        synchronized (this) {
            if (!codes(wanted).equals(codes)) {
                var listener = changed;
                var refused = take(wanted, listener);
                told = () -> listener.accept(refused);
            }
        }
        told.run();
    }

    private Map<KeyCombination, List<Integer>> codes(Map<KeyCombination, String> keys) {
        var found = new HashMap<KeyCombination, List<Integer>>();
        keys.keySet().forEach(key -> found.put(key, server.keycodes(key.keysym())));
        return found;
    }

    /**
     * @param later told of the keys that are refused, with the reason, where that changes
     * @return as it is now
     * @throws IllegalStateException where it is gone
     */
    synchronized Map<String, String> take(Map<KeyCombination, String> keys, Consumer<Map<String, String>> later) {
        if (gone)
            throw new IllegalStateException("the X server is gone");
        changed = later;
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
