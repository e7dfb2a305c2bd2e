package org.trunkline.ui.phone.internal.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.ui.phone.internal.words.PhoneStates.AT;
import static org.trunkline.ui.phone.internal.words.PhoneStates.held;
import static org.trunkline.ui.phone.internal.words.PhoneStates.line;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

class LineTextTest {
    private static final Texts TEXTS = Texts.of(PhoneWords.class, Locale.ENGLISH);
    private static final LineText WORDS = new LineText(TEXTS, new Formats(ZoneOffset.UTC, Locale.ENGLISH),
            new SaidText(TEXTS, new StateText(Texts.of(StateText.class, Locale.ENGLISH))));

    private static LineState called(String number, String name, boolean muted, Optional<LocalizableText> end) {
        var line = line("1", Direction.IN, end.isPresent() ? State.ENDED : State.TALKING);
        return new LineState("1", "1", "c", Direction.IN, line.state(), number, name, false, false, muted, false, AT, line.answered(),
                Optional.empty(), Optional.empty(), end, VideoState.NONE);
    }

    @Test
    void theOtherSideIsNamedOnceAndNeverBlank() {
        assertEquals("+4670", WORDS.party(called("+4670", "", false, Optional.empty())));
        assertEquals("Anna  +4670", WORDS.party(called("+4670", "Anna", false, Optional.empty())));
        assertEquals("anna", WORDS.party(called("anna", "anna", false, Optional.empty())));
        assertEquals("Anonymous", WORDS.party(called("", "", false, Optional.empty())));
    }

    @Test
    void eachStateHasItsWords() {
        assertEquals("Calling…", WORDS.state(line("1", Direction.OUT, State.CALLING)));
        assertEquals("Ringing at the other side", WORDS.state(line("1", Direction.OUT, State.RINGING)));
        assertEquals("Is calling you", WORDS.state(line("1", Direction.IN, State.RINGING)));
        assertEquals("Talking", WORDS.state(line("1", Direction.IN, State.TALKING)));
        assertEquals("On hold", WORDS.state(held(line("1", Direction.IN, State.TALKING), true, false)));
        assertEquals("Held by both sides", WORDS.state(held(line("1", Direction.IN, State.TALKING), true, true)));
        assertEquals("Talking, microphone muted", WORDS.state(called("1", "", true, Optional.empty())));
        assertEquals("Call ended", WORDS.state(line("1", Direction.IN, State.ENDED)));
        assertEquals("Busy here", WORDS.state(called("1", "", false,
                Optional.of(new LocalizableText("phone-unknown-code", List.of(), "Busy here")))));
    }

    @Test
    void theTimerRunsFromTheAnswerAndStopsAtTheEnd() {
        assertEquals("0:05", WORDS.timer(line("1", Direction.IN, State.RINGING), AT.plusSeconds(5)));
        assertEquals("1:02", WORDS.timer(line("1", Direction.IN, State.TALKING), AT.plusSeconds(20)));
        assertEquals("0:42", WORDS.timer(line("1", Direction.IN, State.ENDED), AT.plusSeconds(20)));
    }
}
