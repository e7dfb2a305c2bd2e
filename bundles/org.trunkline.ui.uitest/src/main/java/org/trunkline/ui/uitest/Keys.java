package org.trunkline.ui.uitest;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolBar;

/** Keys as the window system sends them, from the keyboard to whatever has the focus. */
public final class Keys {
    /** A key may post what it leads to, and that once more. */
    private static final int ROUNDS = 3;
    /** Symbols of X for {@link #strike}. */
    public static final long CONTROL = 0xffe3;
    public static final long SHIFT = 0xffe1;

    private Keys() {}

    /** @param key an {@code SWT} key code, or a letter @param modifiers held meanwhile */
    public static void press(int key, int... modifiers) {
        for (int modifier : modifiers)
            post(SWT.KeyDown, modifier);
        post(SWT.KeyDown, key);
        post(SWT.KeyUp, key);
        for (int modifier : modifiers)
            post(SWT.KeyUp, modifier);
        settle();
    }

    /**
     * Keys as the keyboard sends them to the window that has it: those of {@link #press} go to the window that came last.
     *
     * @param keys symbols of X, held together
     */
    public static void strike(long... keys) {
        try (var arena = Arena.ofConfined()) {
            var x11 = SymbolLookup.libraryLookup("libX11.so.6", arena);
            var test = SymbolLookup.libraryLookup("libXtst.so.6", arena);
            var display = (MemorySegment) call(x11, "XOpenDisplay", FunctionDescriptor.of(ADDRESS, ADDRESS)).invokeExact(MemorySegment.NULL);
            var codeOf = call(x11, "XKeysymToKeycode", FunctionDescriptor.of(JAVA_BYTE, ADDRESS, JAVA_LONG));
            var key = call(test, "XTestFakeKeyEvent", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_LONG));
            for (int i = 0; i < 2 * keys.length; i++) {
                boolean down = i < keys.length;
                byte code = (byte) codeOf.invokeExact(display, keys[down ? i : 2 * keys.length - 1 - i]);
                int _ = (int) key.invokeExact(display, Byte.toUnsignedInt(code), down ? 1 : 0, 0L);
            }
            int _ = (int) call(x11, "XCloseDisplay", FunctionDescriptor.of(JAVA_INT, ADDRESS)).invokeExact(display); // once the keys are sent
        } catch (Throwable e) { // what a method handle declares
            throw new AssertionError(e);
        }
        settle();
    }

    private static MethodHandle call(SymbolLookup library, String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), shape);
    }

    /** Returns once the keys have done what they do: what others ask of the UI thread waits for the window system's. */
    private static void settle() {
        for (int i = 0; i < ROUNDS; i++)
            Desk.ui(() -> { });
    }

    public static void type(String text) {
        text.chars().forEach(c -> press(c));
    }

    private static void post(int type, int key) {
        boolean posted = Desk.ui(() -> {
            var event = new Event();
            event.type = type;
            boolean letter = (key & SWT.KEYCODE_BIT) == 0 && (key & SWT.MODIFIER_MASK) == 0 && key >= ' '
                    && key != SWT.DEL;
            if (letter)
                event.character = (char) key;
            else
                event.keyCode = key;
            return Display.getDefault().post(event);
        });
        if (!posted)
            throw new AssertionError("the window system takes no key " + key);
    }

    /** Whether it is the toolbar's. */
    static boolean isSearchBox(Control control) {
        return control != null && control.getData("org.trunkline.ui.search") != null;
    }

    /** What the keyboard goes to. */
    static Optional<Control> focus() {
        return Optional.ofNullable(Desk.ui(() -> Display.getDefault().getFocusControl()));
    }

    /** Puts the window in front, so that the keyboard is its. */
    public static void begin() {
        Desk.ui(() -> {
            Shell shell = Desk.window().getShell();
            shell.forceActive();
            shell.forceFocus();
        });
        Desk.await("the keyboard", () -> Display.getDefault().getActiveShell() == Desk.window().getShell());
    }

    /** In words, for what a test says. UI thread. */
    static String name(Control control) {
        String words = switch (control) {
            case Button button -> button.getText();
            case Link link -> link.getText();
            case Text text -> text.getMessage().isEmpty() ? String.valueOf(text.getData("field")) : text.getMessage();
            case ToolBar bar -> bar.getItemCount() == 0 ? "" : bar.getItem(0).getText();
            default -> String.valueOf(control.getData("field"));
        };
        return control.getClass().getSimpleName() + " " + words;
    }
}
