package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.internal.child.Shown.Size;

/** H.264 table A-1. */
class H264LevelTest {
    private static final Size SCREEN = new Size(1920, 1080);

    @Test
    void whatTheLevelHasRoomForStaysWhole() {
        assertEquals(1, H264Level.scale("42e01f", new Size(1280, 720)));
        assertEquals(1, H264Level.scale("42001F", new Size(640, 480)));
        assertEquals(1, H264Level.scale("420028", SCREEN));
        assertEquals(1, H264Level.scale("42000d", new Size(352, 288)));
    }

    @Test
    void eachDirectionHasItsOwnLevel() {
        assertEquals("a=fmtp:8 a\r\na=fmtp:97 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e00d\r\n",
                H264Level.asymmetric("a=fmtp:8 a\r\na=fmtp:97 packetization-mode=1;profile-level-id=42e00d\r\n"));
        assertEquals("a=fmtp:97 profile-level-id=42e00d;level-asymmetry-allowed=1\r\n",
                H264Level.asymmetric("a=fmtp:97 profile-level-id=42e00d;level-asymmetry-allowed=0\r\n"));
    }

    /** However it rounds. */
    @Test
    void aScaledPictureHasEvenSides() {
        double scale = H264Level.scale("42000d", new Size(960, 540));
        assertEquals(416, 960 / scale, 0.1);
        assertEquals(234, 540 / scale, 0.1);
    }

    @Test
    void largerPicturesAreScaled() {
        for (var each : List.of("42e01f 3600", "42801e 1620", "420015 792", "42000d 396", "42e00a 99", " 3600", "42e0 3600", "zzzzzz 3600")) {
            var words = each.split(" ");
            double scale = H264Level.scale(words[0], SCREEN);
            long width = Math.round(SCREEN.width() / scale);
            long height = Math.round(SCREEN.height() / scale);
            assertEquals(0, width % 2 + height % 2, each);
            int blocks = (int) (Math.ceilDiv(width, 16) * Math.ceilDiv(height, 16));
            int most = Integer.parseInt(words[1]);
            assertTrue(blocks <= most && blocks > most * 0.8, each + ": " + blocks + " at " + scale);
        }
    }
}
