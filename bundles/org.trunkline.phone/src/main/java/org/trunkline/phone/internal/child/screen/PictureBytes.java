package org.trunkline.phone.internal.child.screen;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** The pixels of the latest picture outside the heap, where the library reads them. Of the picture before it only a checksum is kept: one of 4K takes 32 MB. */
public final class PictureBytes {
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    private long sum = -1;

    /** Takes it instead of the one before. @param image with pixels of type int @return whether it is another picture */
    public boolean take(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        if (bytes.capacity() != pixels.length * Integer.BYTES)
            bytes = ByteBuffer.allocateDirect(pixels.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(pixels);
        var checked = new CRC32();
        checked.update(bytes.duplicate());
        long before = sum;
        sum = checked.getValue();
        return sum != before;
    }

    /** Blue, green, red and one unused byte of each pixel. */
    public ByteBuffer bytes() {
        return bytes;
    }
}
