package org.trunkline.phone.internal.child.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;

import org.junit.jupiter.api.Test;

class PictureBytesTest {
    @Test
    void onePixelMakesAnotherPicture() {
        var bytes = new PictureBytes();
        var image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        assertTrue(bytes.take(image));
        assertFalse(bytes.take(image));
        image.setRGB(63, 47, 0x010203);
        assertTrue(bytes.take(image));
        assertEquals(3, bytes.bytes().get(bytes.bytes().capacity() - 4));
        assertTrue(bytes.take(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB)));
        assertEquals(32 * 32 * 4, bytes.bytes().capacity());
    }
}
