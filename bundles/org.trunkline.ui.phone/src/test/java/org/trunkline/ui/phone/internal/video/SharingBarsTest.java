package org.trunkline.ui.phone.internal.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.phone.internal.words.PhoneStates;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;
import org.trunkline.ui.phone.internal.words.VideoText;

class SharingBarsTest {
    private static final Texts ENGLISH = Texts.of(PhoneWords.class, Locale.ENGLISH);
    private static final VideoText WORDS = new VideoText(ENGLISH, new Formats(ZoneOffset.UTC, Locale.ENGLISH),
            new SaidText(ENGLISH, new StateText(Texts.of(StateText.class, Locale.ENGLISH))));

    private static LineState sends(String id, State state, VideoSource.Kind kind) {
        var line = PhoneStates.line(id, Direction.OUT, state);
        var video = new VideoState(Optional.of(new VideoSource(kind, "1", "1")), false, false, false, false, false, Optional.empty(), Optional.empty());
        return new LineState(line.id(), line.account(), line.callId(), line.direction(), line.state(), line.number(), line.name(), false, false, false, false,
                line.since(), line.answered(), line.quality(), line.notice(), line.end(), video);
    }

    @Test
    void whatIsSharedInCallsHasABar() {
        var state = PhoneStates.of(sends("1", State.TALKING, VideoSource.Kind.SCREEN), sends("2", State.TALKING, VideoSource.Kind.CAMERA),
                sends("3", State.ENDED, VideoSource.Kind.SCREEN));
        assertEquals(Map.of("1", "You share: Screen 1"), SharingBars.shared(state, WORDS));
    }
}
