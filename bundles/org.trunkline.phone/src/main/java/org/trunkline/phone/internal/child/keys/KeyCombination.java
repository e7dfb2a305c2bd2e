package org.trunkline.phone.internal.child.keys;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key with the modifiers that are held, as JFace writes it formally: {@code CTRL+ALT+M}.
 *
 * @param keysym of X11 (keysymdef.h)
 */
record KeyCombination(Set<Modifier> modifiers, int keysym) {
    /** Bits of X11: Control, Mod1, Shift, Mod4. */
    enum Modifier {
        CTRL(4), ALT(8), SHIFT(1), COMMAND(64);

        private final int mask;

        Modifier(int mask) {
            this.mask = mask;
        }
    }

    private static final int FIRST_F = 0xFFBE;
    private static final int LAST_F = 24;
    private static final int FIRST_NUMPAD = 0xFFB0;
    /** Nobody types these in a text. */
    private static final Map<String, Integer> ALONE = alone();
    private static final Map<String, Integer> OTHERS = Map.of("INSERT", 0xFF63, "HOME", 0xFF50, "END", 0xFF57, "PAGE_UP", 0xFF55, "PAGE_DOWN", 0xFF56,
            "ARROW_LEFT", 0xFF51, "ARROW_UP", 0xFF52, "ARROW_RIGHT", 0xFF53, "ARROW_DOWN", 0xFF54, "SPACE", 0x20);

    private static Map<String, Integer> alone() {
        var keys = new HashMap<>(Map.of("PAUSE", 0xFF13, "SCROLL_LOCK", 0xFF14, "BREAK", 0xFF6B));
        for (int i = 1; i <= LAST_F; i++)
            keys.put("F" + i, FIRST_F + i - 1);
        return Map.copyOf(keys);
    }

    /** Empty where it is no key for this: one that is unknown, or that is typed in texts. */
    static Optional<KeyCombination> parse(String text) {
        var words = text.strip().toUpperCase(Locale.ROOT).split("\\+", -1);
        var modifiers = EnumSet.noneOf(Modifier.class);
        for (var each : Arrays.copyOf(words, words.length - 1)) {
            var modifier = Arrays.stream(Modifier.values()).filter(it -> it.name().equals(each)).findFirst();
            if (modifier.isEmpty() || !modifiers.add(modifier.get()))
                return Optional.empty();
        }
        var key = words[words.length - 1];
        boolean typed = !modifiers.contains(Modifier.CTRL) && !modifiers.contains(Modifier.ALT) && !modifiers.contains(Modifier.COMMAND);
        return Optional.ofNullable(ALONE.get(key)).or(() -> typed ? Optional.empty() : typed(key))
                .map(keysym -> new KeyCombination(Set.copyOf(modifiers), keysym));
    }

    private static Optional<Integer> typed(String key) {
        if (key.matches("[A-Z]"))
            return Optional.of(key.charAt(0) - 'A' + 'a');
        if (key.matches("[0-9]"))
            return Optional.of((int) key.charAt(0));
        if (key.matches("NUMPAD_[0-9]"))
            return Optional.of(FIRST_NUMPAD + key.charAt(7) - '0');
        return Optional.ofNullable(OTHERS.get(key));
    }

    /** Modifiers of X11. */
    int mask() {
        return modifiers.stream().mapToInt(it -> it.mask).sum();
    }
}
