package org.trunkline.phone.internal.child.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** With an X server of the test's own. */
class X11KeysTest {
    private static final KeyCombination KEY = KeyCombination.parse("F9").orElseThrow();
    private static final int CODE = 75;

    private final BlockingQueue<Optional<Xcb.Event>> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Map<String, String>> changes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pressed = new LinkedBlockingQueue<>();
    private final Set<Integer> grabbed = ConcurrentHashMap.newKeySet();
    private volatile List<Integer> codes = List.of(CODE);
    private volatile boolean closed;
    private final X11Keys keys = new X11Keys(new X11Keys.Server() {
        @Override
        public List<Integer> keycodes(int keysym) {
            return codes;
        }

        @Override
        public boolean grab(int keycode, int modifiers) {
            return grabbed.add(keycode << 8 | modifiers);
        }

        @Override
        public void ungrab(int keycode, int modifiers) {
            grabbed.remove(keycode << 8 | modifiers);
        }

        @Override
        public Optional<Xcb.Event> next() {
            try {
                return events.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }, key -> {
        if (key.equals("defect"))
            throw new IllegalArgumentException(key);
        pressed.add(key);
    });

    private Map<String, String> take(String name) {
        return keys.take(Map.of(KEY, name), changes::add);
    }

    private void press() {
        events.add(Optional.of(new Xcb.Event(Xcb.Event.PRESSED, CODE, 0, 1)));
    }

    @Test
    void aKeyThatAnotherLayoutHasNoMoreIsSaid() throws InterruptedException {
        assertEquals(Map.of(), take("F9"));
        press();
        assertEquals("F9", pressed.poll(30, TimeUnit.SECONDS));
        codes = List.of();
        events.add(Optional.of(new Xcb.Event(Xcb.Event.LAYOUT, 0, 0, 2)));
        assertEquals(Map.of("F9", "unknown"), changes.poll(30, TimeUnit.SECONDS));
        assertEquals(Set.of(), grabbed);
        events.add(Optional.empty());
        assertEquals(Map.of("F9", "unsupported"), changes.poll(30, TimeUnit.SECONDS));
        assertTrue(keys.isGone() && closed);
    }

    @Test
    void aDefectLeavesTheKeysToOtherPrograms() throws InterruptedException {
        take("defect");
        assertFalse(keys.isGone());
        press();
        assertEquals(Map.of("defect", "unsupported"), changes.poll(30, TimeUnit.SECONDS));
        assertTrue(keys.isGone() && closed, "the connection ends, and its grabs with it");
        assertThrows(IllegalStateException.class, () -> take("F9"));
    }
}
