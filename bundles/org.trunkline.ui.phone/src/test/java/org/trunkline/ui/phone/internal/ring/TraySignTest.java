package org.trunkline.ui.phone.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.RGB;
import org.junit.jupiter.api.Test;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.ui.Tone;
import org.trunkline.ui.phone.internal.words.PhoneStates;

class TraySignTest {
    private static PhoneState state(Registration registration, boolean quiet, LineState... lines) {
        return new PhoneState(List.of(new AccountState(PhoneStates.ANNA, registration, Optional.empty(), Optional.empty())), List.of(lines), List.of(),
                SoundChoice.SYSTEM, quiet, Optional.empty(), Optional.empty());
    }

    @Test
    void eachStateHasItsSign() {
        var rings = PhoneStates.line("1", Direction.IN, State.RINGING);
        var talks = PhoneStates.line("2", Direction.OUT, State.TALKING);
        assertEquals(Tone.PLAIN, TraySign.of(state(Registration.REGISTERED, false)));
        assertEquals(Tone.WARN, TraySign.of(state(Registration.FAILED, false)));
        assertEquals(Tone.BAD, TraySign.of(state(Registration.REGISTERED, true)));
        assertEquals(Tone.OK, TraySign.of(state(Registration.REGISTERED, true, talks)));
        assertEquals(Tone.FAIR, TraySign.of(state(Registration.REGISTERED, true, rings, talks)));
    }

    @Test
    void anImageWithATableOfColoursKeepsThemAndItsTransparency() {
        var image = new ImageData(16, 16, 8, new PaletteData(new RGB(0, 0, 0), new RGB(10, 20, 30)));
        image.transparentPixel = 0;
        image.setPixel(1, 1, 1);
        var painted = TraySign.painted(image, Tone.BAD, true);
        assertEquals(0, painted.getAlpha(0, 0));
        assertEquals(255, painted.getAlpha(1, 1));
        assertEquals(new RGB(10, 20, 30), painted.palette.getRGB(painted.getPixel(1, 1)));
        assertEquals(255, painted.getAlpha(15, 15));
    }

    private static Set<Integer> colours(ImageData data, boolean lower) {
        var all = new HashSet<Integer>();
        for (int y = lower ? data.height / 2 : 0; y < (lower ? data.height : data.height / 2); y++)
            for (int x = 0; x < data.width; x++)
                all.add(data.getPixel(x, y));
        return all;
    }

    @Test
    void signAndMarkAreInTheirCorners() {
        var image = new ImageData(16, 16, 24, new PaletteData(0xff0000, 0xff00, 0xff));
        var signed = TraySign.painted(image, Tone.OK, false);
        assertEquals(2, colours(signed, true).size());
        assertEquals(1, colours(signed, false).size());
        var both = TraySign.painted(image, Tone.WARN, true);
        assertEquals(2, colours(both, true).size());
        assertEquals(2, colours(both, false).size());
        assertNotEquals(colours(signed, true), colours(both, true));
        assertEquals(1, colours(image, true).size());
        assertEquals(1, colours(TraySign.painted(image, Tone.PLAIN, false), true).size());
    }
}
