package org.trunkline.phone.internal.child;

import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

import org.trunkline.phone.VideoSource.Kind;
import org.trunkline.phone.internal.child.screen.Screen;
import org.trunkline.phone.internal.child.screen.X11Windows;

/** Cameras, screens and windows that are there, with small pictures of what can be shared. On a thread of its own. */
final class SourceList {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;
    /** More windows than anybody chooses from. */
    private static final int MOST = 24;

    private final List<String> lines = new ArrayList<>();
    private String trouble = "";

    private SourceList() {
    }

    /** Pictures take some time: sound must not wait for them. */
    static void tell(Outlet outlet, String request) {
        var thread = new Thread(() -> {
            var list = new SourceList();
            list.read(list::cameras);
            list.read(list::screens);
            list.read(list::windows);
            if (list.lines.isEmpty() && !list.trouble.isEmpty())
                outlet.tell("failed", "request", request, "reason", list.trouble);
            else
                outlet.tell("done", "request", request, "sdp", String.join("\n", list.lines));
        }, "video-sources");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Runnable kind) {
        try {
            kind.run();
        } catch (Error | RuntimeException e) { // of the library or of AWT, for a system without
            trouble = String.valueOf(e.getMessage());
        }
    }

    private void cameras() {
        for (var each : Camera.all())
            add(Kind.CAMERA, Camera.id(each), each.getName(), Optional::empty);
    }

    private void screens() {
        int number = 0;
        for (var each : Screen.all()) {
            var id = each.getIDstring();
            add(Kind.SCREEN, id, String.valueOf(++number), () -> Screen.open(id).grab());
        }
    }

    private void windows() {
        for (var each : X11Windows.all())
            add(Kind.WINDOW, each.id(), each.title(), () -> {
                try (var window = X11Windows.open(each.id())) {
                    return window.grab();
                }
            });
    }

    private void add(Kind kind, String id, String name, Supplier<Optional<BufferedImage>> picture) {
        if (lines.size() >= MOST)
            return;
        var small = "";
        try {
            small = picture.get().map(SourceList::small).orElse("");
        } catch (IllegalStateException e) {
            return; // it was closed meanwhile
        }
        lines.add(String.join("\u001f", kind.name(), id, name.replaceAll("\\p{Cntrl}", " "), small));
    }

    private static String small(BufferedImage image) {
        double scale = Math.min(1, Math.min((double) WIDTH / image.getWidth(), (double) HEIGHT / image.getHeight()));
        int width = Math.max(1, (int) (image.getWidth() * scale));
        int height = Math.max(1, (int) (image.getHeight() * scale));
        var made = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = made.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(made, "png", out);
        } catch (IOException e) {
            return "";
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
