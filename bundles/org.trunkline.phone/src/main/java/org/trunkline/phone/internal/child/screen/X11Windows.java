package org.trunkline.phone.internal.child.screen;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A window of an X server. Without a title bar, and whatever is before it, where the server has the Composite extension. Other
 * systems offer screens only.
 */
public final class X11Windows implements Grabber {
    private static final int SMALLEST = 32;
    private static final int LARGEST = 8192;

    public record Entry(String id, String title) {}

    private final Xlib server;
    private final long window;
    private final boolean redirected;
    private long pixmap;
    private Xlib.Size size = new Xlib.Size(0, 0);
    private BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    private X11Windows(Xlib server, long window) {
        this.server = server;
        this.window = window;
        redirected = server.redirect(window);
    }

    private static boolean unavailable() {
        return !System.getProperty("os.name").startsWith("Linux") || System.getenv("DISPLAY") == null;
    }

    /** Those with a title. */
    public static List<Entry> all() {
        var found = new ArrayList<Entry>();
        if (unavailable())
            return found;
        try (var server = new Xlib()) {
            long root = server.root();
            var windows = server.property(root, "_NET_CLIENT_LIST").filter(it -> it.wide() == 32)
                    .map(it -> Arrays.stream(it.longs()).boxed().toList()).orElseGet(() -> server.children(root));
            for (long each : windows) {
                var title = server.title(each);
                if (!title.isBlank() && server.size(each).filter(it -> it.width() >= SMALLEST && it.height() >= SMALLEST).isPresent())
                    found.add(new Entry(Long.toHexString(each), title));
            }
        }
        return found;
    }

    /** On the thread that takes the pictures. @throws IllegalStateException where it cannot be */
    public static X11Windows open(String id) {
        if (unavailable())
            throw new IllegalStateException("no-screen");
        return new X11Windows(new Xlib(), Long.parseUnsignedLong(id, 16));
    }

    @Override
    public Optional<BufferedImage> grab() {
        var now = server.size(window).orElseThrow(() -> new IllegalStateException("window-gone"));
        if (now.width() > LARGEST || now.height() > LARGEST)
            throw new IllegalStateException("no-screen");
        if (!now.equals(size)) {
            size = now;
            image = new BufferedImage(now.width(), now.height(), BufferedImage.TYPE_INT_RGB);
            forget();
        }
        if (redirected && pixmap == 0)
            pixmap = server.pixmap(window);
        var pixels = server.pixels(redirected ? pixmap : window, now);
        if (pixels.isEmpty()) // minimised: its pixmap is another one afterwards
            forget();
        return pixels.map(it -> {
            System.arraycopy(it, 0, ((DataBufferInt) image.getRaster().getDataBuffer()).getData(), 0, it.length);
            return image;
        });
    }

    private void forget() {
        if (pixmap != 0)
            server.freePixmap(pixmap);
        pixmap = 0;
    }

    @Override
    public void close() {
        forget();
        server.close();
    }
}
