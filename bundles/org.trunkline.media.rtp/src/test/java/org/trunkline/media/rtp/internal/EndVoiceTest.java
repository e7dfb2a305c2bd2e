package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.rtp.internal.convert.CodingThread;

/** What a voice asks of the thread that calls share. */
class EndVoiceTest {
    private static final EncoderTuning LOSSY = new EncoderTuning(20, EncoderTuning.Rate.LOW);

    private final List<Runnable> offered = new ArrayList<>();
    private boolean full;
    private final EndVoice voice = new EndVoice(
            new MediaEnd.Format(new Conversion.Format(111, new Encoding("opus", 48_000)), Optional.empty(), Duration.ofMillis(20), 48_000, ""),
            AudioCodecs.inJava().of("opus").orElseThrow(), new CodingThread() {
                @Override
                public boolean offer(Runnable task) {
                    return !full && offered.add(task);
                }

                @Override
                public void last(Runnable end) {
                    end.run();
                }
            }, Runnable::run);

    /** RTCP comes as often as its sender likes. */
    @Test
    void reportsThatChangeNothingAskForNothing() {
        voice.tune(EncoderTuning.UNKNOWN);
        assertEquals(0, offered.size());
        for (int i = 0; i < 100; i++)
            voice.tune(LOSSY);
        assertEquals(1, offered.size());
        voice.tune(EncoderTuning.UNKNOWN);
        assertEquals(2, offered.size());
    }

    @Test
    void whatFoundNoRoomIsOfferedByTheNextReport() {
        full = true;
        voice.tune(LOSSY);
        full = false;
        voice.tune(LOSSY);
        assertEquals(1, offered.size());
    }
}
