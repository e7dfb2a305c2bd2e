package org.trunkline.ui.look;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.look.UndoHistory.State;

class UndoHistoryTest {
    private final UndoHistory history = new UndoHistory("sip");

    private void type(String letters) {
        for (char letter : letters.toCharArray())
            history.changed(history.text() + letter, history.text().length() + 1);
    }

    @Test
    void lettersTypedInARowAreOneStep() {
        type(".telia se");
        assertEquals(Optional.of(new State("sip.telia ", 10)), history.undo());
        assertEquals(Optional.of(new State("sip.telia", 9)), history.undo());
        assertEquals(Optional.of(new State("sip", 3)), history.undo());
    }

    @Test
    void whatWasUndoneIsDoneAgainUntilSomethingElseIsTyped() {
        history.changed("", 0);
        assertEquals(Optional.of("sip"), history.undo().map(State::text));
        assertEquals(Optional.empty(), history.undo());
        assertEquals(Optional.of(""), history.redo().map(State::text));
        history.undo();
        type("x");
        assertEquals(Optional.empty(), history.redo());
        assertEquals(Optional.of("sip"), history.undo().map(State::text));
    }

    @Test
    void aPastedTextIsAStepOfItsOwn() {
        type("s");
        history.changed("sips:pasted", 11);
        type("x");
        assertEquals(Optional.of("sips:pasted"), history.undo().map(State::text));
        assertEquals(Optional.of("sips"), history.undo().map(State::text));
        assertEquals(Optional.of("sip"), history.undo().map(State::text));
    }

    @Test
    void stepsAreBounded() {
        for (int i = 0; i < 1_000; i++)
            history.changed("text " + i, 0);
        int steps = 0;
        while (history.undo().isPresent())
            steps++;
        assertEquals(200, steps);
    }
}
