package org.trunkline.phone.internal.child.screen;

import java.awt.AWTException;
import java.awt.Color;
import java.awt.GraphicsDevice;
import java.awt.GraphicsEnvironment;
import java.awt.MouseInfo;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/**
 * A screen with its mouse pointer. Java takes the picture: the library's own capturers end the process on Linux
 * (webrtc-java 0.14.0).
 */
public final class Screen implements Grabber {
    private static final int[] POINTER_X = {0, 0, 4, 7, 9, 6, 11};
    private static final int[] POINTER_Y = {0, 15, 12, 18, 17, 11, 11};

    private final Robot robot;
    private final GraphicsDevice device;
    private final Rectangle bounds;

    private Screen(GraphicsDevice device) {
        this.device = device;
        bounds = device.getDefaultConfiguration().getBounds();
        try {
            robot = new Robot(device);
        } catch (AWTException | SecurityException e) {
            throw new IllegalStateException("no-screen", e);
        }
    }

    /** @throws IllegalStateException without screens */
    public static List<GraphicsDevice> all() {
        try {
            return GraphicsEnvironment.isHeadless() ? List.of() : List.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices());
        } catch (Error | RuntimeException e) { // AWT throws an Error where the display does not answer
            throw new IllegalStateException("no-screen", e);
        }
    }

    /** @throws IllegalStateException where it is gone */
    public static Screen open(String id) {
        return new Screen(all().stream().filter(it -> it.getIDstring().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no-screen")));
    }

    @Override
    public Optional<BufferedImage> grab() {
        var image = robot.createScreenCapture(bounds);
        var mouse = MouseInfo.getPointerInfo();
        if (mouse != null && mouse.getDevice().equals(device)) {
            var at = mouse.getLocation();
            var graphics = image.createGraphics();
            graphics.translate(at.x - bounds.x, at.y - bounds.y);
            graphics.setColor(Color.BLACK);
            graphics.fillPolygon(POINTER_X, POINTER_Y, POINTER_X.length);
            graphics.setColor(Color.WHITE);
            graphics.drawPolygon(POINTER_X, POINTER_Y, POINTER_X.length);
            graphics.dispose();
        }
        return Optional.of(image);
    }
}
