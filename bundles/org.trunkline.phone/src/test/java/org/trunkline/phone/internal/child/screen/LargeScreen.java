package org.trunkline.phone.internal.child.screen;

import java.awt.image.BufferedImage;

/** Takes pictures of a large screen as sharing does, in a process of its own. */
public final class LargeScreen {
    private LargeScreen() {
    }

    /** @param size width and height */
    public static void main(String[] size) {
        var bytes = new PictureBytes();
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        for (int each = 0; each < 10; each++) {
            var next = new BufferedImage(Integer.parseInt(size[0]), Integer.parseInt(size[1]), BufferedImage.TYPE_INT_RGB);
            next.setRGB(each, 0, image.getRGB(0, 0) + 1); // both are there now
            bytes.take(next);
            image = next;
        }
        System.out.print(bytes.bytes().capacity());
    }
}
