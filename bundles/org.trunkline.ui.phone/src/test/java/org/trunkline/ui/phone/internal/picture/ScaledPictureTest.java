package org.trunkline.ui.phone.internal.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

class ScaledPictureTest {
    private static byte[] png(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void tooManyPixelsAreRefusedByTheHead() throws IOException {
        var file = png(100, 100);
        assertEquals("a picture of more than 9999 pixels", assertThrows(IOException.class, () -> ScaledPicture.of(file, 9_999, 48, 48)).getMessage());
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThrows(IOException.class, () -> ScaledPicture.of("<svg/>".getBytes(), 10_000, 48, 48));
        assertThrows(IOException.class, () -> ScaledPicture.of(new byte[0], 10_000, 48, 48));
    }

    /** Their readers throw something else than an IOException. */
    @Test
    void whatItsReaderDoesNotExpectIsRefused() {
        for (var file : List.of("GIF89a\4\0\4\0\0\0\0;", "BM\146\0\0\0\0\0\0\0\66\0\0\200\50\0\0\0\4\0\0\0\4\0\0\0\1\0\30" + "\0".repeat(72)))
            assertThrows(IOException.class, () -> ScaledPicture.of(file.getBytes(ISO_8859_1), 10_000, 48, 48));
    }

    @Test
    void keepsTheShape() throws IOException {
        var data = ScaledPicture.of(png(200, 100), 1_000_000, 48, 48);
        assertEquals(48, data.width);
        assertEquals(24, data.height);
    }
}
