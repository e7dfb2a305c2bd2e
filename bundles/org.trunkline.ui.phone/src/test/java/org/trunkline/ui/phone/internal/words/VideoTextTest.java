package org.trunkline.ui.phone.internal.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.VideoQuality;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoSource.Kind;
import org.trunkline.phone.VideoState;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

class VideoTextTest {
    private static final Texts ENGLISH = Texts.of(PhoneWords.class, Locale.ENGLISH);
    private static final Formats FORMATS = new Formats(ZoneOffset.UTC, Locale.ENGLISH);
    private static final VideoText WORDS = new VideoText(ENGLISH, FORMATS, new SaidText(ENGLISH, new StateText(Texts.of(StateText.class, Locale.ENGLISH))));
    private static final Optional<VideoSource> SCREEN = Optional.of(new VideoSource(Kind.SCREEN, ":0.0", "1"));

    private static VideoQuality quality(int widthOut, double lossIn, double lossOut) {
        return new VideoQuality("VP8", new VideoQuality.Way(640, 360, 100, 19.6, lossIn),
                new VideoQuality.Way(widthOut, widthOut * 9 / 16, 100, 15, lossOut));
    }

    private static String words(Optional<VideoSource> sent, boolean received, boolean muted, boolean weak, VideoQuality quality) {
        return WORDS.of(new VideoState(sent, received, false, muted, weak, false, Optional.of(quality), Optional.empty()));
    }

    @Test
    void sizesRatesAndLossOfEachWay() {
        assertEquals("Video here: 640 × 360 at 20 frames/s. Video sent: 960 × 540 at 15 frames/s.", words(SCREEN, true, false, false,
                quality(960, 1, 0)));
        assertEquals("Your video upload loses 4%. Video sent: 960 × 540 at 15 frames/s.", words(SCREEN, false, false, false, quality(960, 9, 4)));
        assertEquals("Your video download loses 9%. Video here: 640 × 360 at 20 frames/s.", words(Optional.empty(), true, false, false,
                quality(0, 9, 4)));
    }

    @Test
    void whyThereIsNoPicture() {
        assertEquals("Your video is paused because the link is too weak for it; sound comes first. It is tried again.",
                words(SCREEN, false, false, true, quality(640, 0, 50)));
        assertEquals("Your video is paused: the other side sees black.", words(SCREEN, false, true, false, quality(640, 0, 0)));
        assertEquals("The other side does not show your video yet.", words(SCREEN, false, false, false, quality(0, 0, 0)));
        assertEquals("The shared window was closed.", WORDS.of(new VideoState(Optional.empty(), false, false, false, false, false,
                Optional.empty(), Optional.of(new LocalizableText("phone-video-window-gone", List.of(), "closed")))));
        assertEquals("The other side wants to show you video. No picture comes from the other side.", WORDS.of(new VideoState(Optional.empty(), false,
                true, false, false, true, Optional.empty(), Optional.empty())));
        assertEquals("", WORDS.of(VideoState.NONE));
    }

    @Test
    void whatIsSharedIsNamed() {
        assertEquals("You share: Screen 1", WORDS.sharing(new VideoState(SCREEN, false, false, false, false, false, Optional.empty(), Optional.empty())));
        assertEquals("Window: Invoice", WORDS.source(new VideoSource(Kind.WINDOW, "3", "Invoice")));
        assertEquals("", WORDS.sharing(VideoState.NONE));
    }
}
