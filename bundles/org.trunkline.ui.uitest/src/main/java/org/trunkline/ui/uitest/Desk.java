package org.trunkline.ui.uitest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.WorkbenchException;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.look.Palette;

/** What a test does to the desk, and waits for. Everything is done on the UI thread; conditions are awaited. */
public final class Desk {
    private static final String THEME = "org.trunkline.ui.theme";
    /** Never waited for where things are right; a busy machine may stand still for a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final int FRAMES = 3;

    private Desk() {}

    public static <T> T ui(Supplier<T> work) {
        var result = new AtomicReference<T>();
        var failure = new AtomicReference<Throwable>();
        Display.getDefault().syncExec(() -> {
            try {
                result.set(work.get());
            } catch (RuntimeException | Error e) { // the workbench would only log them
                failure.set(e);
            }
        });
        switch (failure.get()) {
            case null -> { }
            case Error e -> throw e;
            case Throwable e -> throw (RuntimeException) e;
        }
        return result.get();
    }

    public static void ui(Runnable work) {
        ui(() -> {
            work.run();
            return true;
        });
    }

    /** Waits until it is so; fails saying what was awaited. */
    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ui(condition::getAsBoolean)) {
            if (System.nanoTime() > end)
                throw new AssertionError("never came: " + what + "; on the desk: " + texts());
            pause();
        }
    }

    /** Waits off the UI thread until there is one; fails saying what was awaited. */
    public static <T> T await(String what, Duration patience, Supplier<Optional<T>> sought) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = sought.get();
            if (found.isPresent())
                return found.get();
            if (System.nanoTime() > end)
                throw new AssertionError("never came: " + what + "; on the desk: " + texts());
            pause();
        }
    }

    /** What is still wrong once it had its time to come right: a view paints and fills itself by and by. */
    public static List<String> remaining(Supplier<List<String>> faults) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> left = ui(faults);
            if (left.isEmpty() || System.nanoTime() > end)
                return left;
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static IWorkbenchWindow window() {
        return PlatformUI.getWorkbench().getWorkbenchWindows()[0];
    }

    public static void perspective(String area) {
        ui(() -> {
            try {
                PlatformUI.getWorkbench().showPerspective("org.trunkline.ui.perspective." + area, window());
            } catch (WorkbenchException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    public static void command(String command, Map<String, String> parameters) {
        ui(() -> {
            if (!DeskCommands.run(PlatformUI.getWorkbench(), command, parameters))
                throw new IllegalStateException(command + " did not run");
        });
    }

    /** Changes the theme while the desk runs, as a user would. */
    public static void theme(boolean dark) {
        if (isDark() == dark)
            return;
        command(THEME, Map.of());
        await("the theme", () -> isDark() == dark);
    }

    private static boolean isDark() {
        return ui(() -> Palette.of(Display.getDefault()).dark());
    }

    /** Opens a view, or brings it to the top. */
    public static IViewPart open(String id) {
        return ui(() -> {
            try {
                return window().getActivePage().showView(id);
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    public static IViewPart view(String id) {
        return ui(() -> Optional.ofNullable(window().getActivePage().findView(id))
                .orElseThrow(() -> new NoSuchElementException("view " + id)));
    }

    /** Waits for a visible control. */
    public static <C extends Control> C find(Class<C> type, String what, Predicate<C> which) {
        var found = new AtomicReference<C>();
        await(type.getSimpleName() + " " + what, () -> {
            look(type, which).ifPresent(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    public static <C extends Control> Optional<C> look(Class<C> type, Predicate<C> which) {
        return all().stream().filter(type::isInstance).map(type::cast).filter(which).findFirst();
    }

    /** Whatever is visible. UI thread. */
    public static List<Control> all() {
        var controls = new ArrayList<Control>();
        for (Shell shell : Display.getDefault().getShells())
            if (shell.isVisible())
                gather(shell, controls);
        return controls;
    }

    private static void gather(Control control, List<Control> controls) {
        if (!control.isVisible())
            return;
        controls.add(control);
        if (control instanceof Composite composite)
            for (Control child : composite.getChildren())
                gather(child, controls);
    }

    public static Button button(String text) {
        return find(Button.class, text, b -> b.getText().equals(text));
    }

    /** A field of the editor by its name in the API. */
    public static <C extends Control> C field(Class<C> type, String name) {
        return find(type, name, c -> name.equals(c.getData("field")));
    }

    public static boolean isOn(String text) {
        return ui(() -> look(Button.class, b -> b.getText().equals(text) && b.isEnabled()).isPresent());
    }

    public static void click(Button button) {
        ui(() -> {
            if (!button.isEnabled())
                throw new IllegalStateException(button.getText() + " is off");
            button.notifyListeners(SWT.Selection, new Event());
        });
    }

    /** Presses a button that asks once more, and then the button of the question. */
    public static void clickAndConfirm(Button button, String answer) {
        Shell window = ui(button::getShell);
        ui(() -> {
            if (!button.isEnabled())
                throw new IllegalStateException(button.getText() + " is off");
            button.getDisplay().asyncExec(() -> button.notifyListeners(SWT.Selection, new Event())); // which waits
        });
        click(find(Button.class, "of the question: " + answer, b -> b.getText().equals(answer) && b.getShell() != window));
    }

    public static void type(Text field, String text) {
        ui(() -> field.setText(text));
    }

    /** Whether some visible words hold these. */
    public static boolean shows(String words) {
        return texts().stream().anyMatch(t -> t.contains(words));
    }

    public static void awaitWords(String words) {
        await("\"" + words + "\"", () -> shows(words));
    }

    public static List<String> texts() {
        return ui(() -> all().stream().map(control -> switch (control) {
            case Label label -> label.getText();
            case Link link -> link.getText();
            case Button button -> button.getText();
            case Text text -> text.getText();
            default -> "";
        }).filter(t -> !t.isBlank()).toList());
    }

    /** Until whatever is visible has been drawn: GTK paints by a clock of its own, some frames after it was told what changed. */
    public static void awaitPainted() {
        for (int frame = 0; frame < FRAMES; frame++) {
            ui(() -> {
                for (Shell shell : Display.getDefault().getShells())
                    if (shell.isVisible())
                        shell.update();
            });
            pause();
        }
    }

    /** Keeps a picture of the window for people to look at. */
    public static void picture(String name) {
        Path folder = Path.of(System.getProperty("test.screenshots", "target/screenshots"));
        awaitPainted();
        ui(() -> {
            Shell shell = window().getShell();
            var image = new Image(shell.getDisplay(), shell.getBounds().width, shell.getBounds().height);
            var gc = new GC(shell.getDisplay());
            try {
                Files.createDirectories(folder);
                gc.copyArea(image, shell.getBounds().x, shell.getBounds().y);
                var loader = new ImageLoader();
                loader.data = new ImageData[] {image.getImageData()};
                loader.save(folder.resolve(name + ".png").toString(), SWT.IMAGE_PNG);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                gc.dispose();
                image.dispose();
            }
        });
    }
}
