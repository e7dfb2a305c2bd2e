package org.trunkline.ui.phone.internal.picture;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;

/** Reads a picture that comes from outside, and makes it small. Not on the UI thread. */
public final class ScaledPicture {
    private ScaledPicture() {}

    /**
     * @param mostPixels that it may have
     * @param width that it is made to fit into, as the height
     * @throws IOException where it is none that can be read, or is too large
     */
    public static ImageData of(byte[] file, long mostPixels, int width, int height) throws IOException {
        try {
            if (pixels(file) > mostPixels)
                throw new IOException("a picture of more than " + mostPixels + " pixels");
            var data = new ImageLoader().load(new ByteArrayInputStream(file))[0];
            double scale = Math.min(1, Math.min(width / (double) data.width, height / (double) data.height));
            return scale == 1 ? data : data.scaledTo(Math.max(1, (int) (data.width * scale)), Math.max(1, (int) (data.height * scale)));
        } catch (RuntimeException e) { // a boundary: whatever the readers make of a file that is not right
            throw new IOException(e);
        }
    }

    /** By its head alone: a small file may say that it has billions of pixels. */
    private static long pixels(byte[] file) throws IOException {
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext())
                throw new IOException("not a picture that can be read");
            var reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return (long) reader.getWidth(0) * reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        }
    }
}
