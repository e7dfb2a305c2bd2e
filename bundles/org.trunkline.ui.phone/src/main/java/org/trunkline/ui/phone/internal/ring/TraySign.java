package org.trunkline.ui.phone.internal.ring;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.RGB;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.PhoneState;
import org.trunkline.ui.Tone;
import org.trunkline.ui.look.Palette;

/** The marks on the image in the tray: the state of the phone at the lower right, by shape and colour, and news at the upper right. */
final class TraySign {
    private TraySign() {}

    /** It rings: a diamond; in a call: a disc; do not disturb: a square; an account is not registered: a triangle; else none. */
    static Tone of(PhoneState state) {
        if (!state.ringing().isEmpty())
            return Tone.FAIR;
        if (state.current().isPresent())
            return Tone.OK;
        if (state.doNotDisturb())
            return Tone.BAD;
        return state.accounts().stream().allMatch(it -> it.registration() == Registration.REGISTERED) ? Tone.PLAIN : Tone.WARN;
    }

    /** @param news whether there is something unread or missed */
    static ImageData painted(ImageData image, Tone sign, boolean news) {
        var data = direct(image);
        int size = Math.max(6, data.width / 2);
        if (sign != Tone.PLAIN)
            paint(data, sign, data.width - size, data.height - size, size, Palette.LIGHT.of(sign).getRGB());
        if (news)
            paint(data, Tone.OK, data.width - size, 0, size, Palette.LIGHT.bad().getRGB());
        return data;
    }

    /** A copy that may have any colour: an image with a table of colours has only those. */
    private static ImageData direct(ImageData image) {
        if (image.palette.isDirect)
            return (ImageData) image.clone();
        var data = new ImageData(image.width, image.height, 24, new PaletteData(0xff0000, 0xff00, 0xff));
        var mask = image.getTransparencyMask();
        boolean masked = image.getTransparencyType() == SWT.TRANSPARENCY_PIXEL || image.getTransparencyType() == SWT.TRANSPARENCY_MASK;
        for (int y = 0; y < image.height; y++)
            for (int x = 0; x < image.width; x++) {
                data.setPixel(x, y, data.palette.getPixel(image.palette.getRGB(image.getPixel(x, y))));
                data.setAlpha(x, y, masked ? 255 * mask.getPixel(x, y) : image.getAlpha(x, y));
            }
        return data;
    }

    private static void paint(ImageData data, Tone shape, int left, int top, int size, RGB colour) {
        double half = size / 2.0;
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
                if (within(shape, x + 0.5 - half, y + 0.5 - half, half)) {
                    data.setPixel(left + x, top + y, data.palette.getPixel(colour));
                    data.setAlpha(left + x, top + y, 255);
                }
    }

    /** As the signs of the tables. @param x of the middle, as y @param half of the size */
    private static boolean within(Tone shape, double x, double y, double half) {
        return switch (shape) {
            case OK, OFF -> Math.hypot(x, y) <= half;
            case FAIR -> Math.abs(x) + Math.abs(y) <= half;
            case WARN -> Math.abs(x) <= (y + half) / 2;
            case BAD -> true;
            case PLAIN -> false;
        };
    }
}
