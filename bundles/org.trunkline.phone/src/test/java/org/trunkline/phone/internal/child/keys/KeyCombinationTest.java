package org.trunkline.phone.internal.child.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCombinationTest {
    /** Modifiers and signs as in X.h and keysymdef.h. */
    @ParameterizedTest
    @CsvSource({"CTRL+ALT+M, 12, 0x6d", "F9, 0, 0xffc6", "SHIFT+F24, 1, 0xffd5", "PAUSE, 0, 0xff13", "COMMAND+7, 64, 0x37", "CTRL+NUMPAD_5, 4, 0xffb5",
            "CTRL+SHIFT+ARROW_UP, 5, 0xff52", "alt+page_down, 8, 0xff56"})
    void keysOfX11(String text, int mask, String keysym) {
        var key = KeyCombination.parse(text).orElseThrow();
        assertEquals(mask, key.mask());
        assertEquals(Integer.decode(keysym), key.keysym());
    }

    /** Keys that texts are typed with, and what is no key. */
    @ParameterizedTest
    @ValueSource(strings = {"M", "SHIFT+M", "SPACE", "HOME", "SHIFT+NUMPAD_5", "", "+", "CTRL+", "CTRL", "CTRL+CTRL+M", "HYPER+M", "CTRL+ESC", "F25", "CTRL+MM",
            "CTRL+NUMPAD_55", "CTRL+Å"})
    void noKeysForThis(String text) {
        assertEquals(Optional.empty(), KeyCombination.parse(text));
    }

    @Test
    void aKeyThatIsHeldIsPressedOnce() {
        var repeat = new KeyRepeat();
        assertTrue(repeat.isFirst(58, 1000));
        repeat.released(58, 1500);
        assertFalse(repeat.isFirst(58, 1500), "the server repeats it");
        repeat.released(58, 1540);
        assertTrue(repeat.isFirst(58, 1700));
        repeat.released(58, 1800);
        assertTrue(repeat.isFirst(59, 1800), "another key");
    }
}
