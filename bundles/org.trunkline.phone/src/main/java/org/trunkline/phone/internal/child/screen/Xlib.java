package org.trunkline.phone.internal.child.screen;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection to an X server, with what {@link X11Windows} needs of libX11 and libXcomposite. On one thread. */
final class Xlib implements AutoCloseable {
    /** Of its four 32-bit words, a property has no more: 4 kB of title, 1,024 windows. */
    private static final long MOST_WORDS = 1024;
    private static final Linker LINKER = Linker.nativeLinker();

    /** @param wide bits of an item of it */
    record Property(int wide, byte[] bytes, long[] longs) {}

    /** Size of a window. */
    record Size(int width, int height) {}

    private final Arena arena = Arena.ofConfined();
    private final SymbolLookup x11;
    private final Optional<SymbolLookup> composite;
    private final MemorySegment display;
    private final MemorySegment out = arena.allocate(64, 8);
    private final MethodHandle getImage;
    private final MethodHandle getGeometry;
    private final MethodHandle free;

    /** @throws IllegalStateException without X server or its library */
    Xlib() {
        try {
            x11 = SymbolLookup.libraryLookup("libX11.so.6", arena);
            composite = lookup("libXcomposite.so.1");
            // the handler that Xlib has ends the process for a window that was closed meanwhile
            var ignoring = LINKER.upcallStub(MethodHandles.lookup().findStatic(Xlib.class, "ignored",
                    MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class)),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS), Arena.global());
            handle("XSetErrorHandler", ADDRESS, ADDRESS).invoke(ignoring);
            display = (MemorySegment) handle("XOpenDisplay", ADDRESS, ADDRESS).invoke(MemorySegment.NULL);
            getImage = handle("XGetImage", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
            getGeometry = handle("XGetGeometry", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
            free = handle("XFree", JAVA_INT, ADDRESS);
        } catch (Throwable e) { // what MethodHandle declares
            arena.close();
            throw new IllegalStateException("no-screen", e);
        }
        if (display.equals(MemorySegment.NULL)) {
            arena.close();
            throw new IllegalStateException("no-screen");
        }
    }

    static int ignored(MemorySegment display, MemorySegment error) {
        return 0;
    }

    private Optional<SymbolLookup> lookup(String library) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(library, arena));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private MethodHandle handle(String name, MemoryLayout result, MemoryLayout... parameters) {
        return handle(x11, name, result, parameters);
    }

    private static MethodHandle handle(SymbolLookup in, String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(in.findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    private interface Call<T> {
        T run() throws Throwable;
    }

    private static <T> T called(Call<T> call) {
        try {
            return call.run();
        } catch (Throwable e) { // what MethodHandle declares; libX11 throws nothing
            throw new IllegalStateException(e);
        }
    }

    long root() {
        return called(() -> (long) handle("XDefaultRootWindow", JAVA_LONG, ADDRESS).invoke(display));
    }

    Optional<Property> property(long window, String name) {
        return called(() -> {
            long atom = (long) handle("XInternAtom", JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT).invoke(display, arena.allocateFrom(name), 0);
            int failed = (int) handle("XGetWindowProperty", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
                    ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS).invoke(display, window, atom, 0L, MOST_WORDS, 0, 0L, out, out.asSlice(8),
                            out.asSlice(16), out.asSlice(24), out.asSlice(32));
            var data = out.get(ADDRESS, 32);
            if (failed != 0 || data.equals(MemorySegment.NULL))
                return Optional.empty();
            int wide = out.get(JAVA_INT, 8);
            long count = out.get(JAVA_LONG, 16);
            var bytes = new byte[0];
            var longs = new long[0];
            if (wide == 8)
                bytes = data.reinterpret(count).toArray(JAVA_BYTE);
            else if (wide == 32) // as longs, whatever their size on the wire
                longs = data.reinterpret(count * 8).toArray(JAVA_LONG);
            free.invoke(data);
            return Optional.of(new Property(wide, bytes, longs));
        });
    }

    /** Windows directly on the screen: what there is without a window manager. */
    List<Long> children(long window) {
        return called(() -> {
            int ok = (int) handle("XQueryTree", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS).invoke(display, window, out,
                    out.asSlice(8), out.asSlice(16), out.asSlice(24));
            var found = new ArrayList<Long>();
            var data = out.get(ADDRESS, 16);
            if (ok == 0 || data.equals(MemorySegment.NULL))
                return found;
            for (long each : data.reinterpret(8L * out.get(JAVA_INT, 24)).toArray(JAVA_LONG))
                found.add(each);
            free.invoke(data);
            return found;
        });
    }

    String title(long window) {
        return property(window, "_NET_WM_NAME").filter(it -> it.wide() == 8 && it.bytes().length > 0)
                .or(() -> property(window, "WM_NAME").filter(it -> it.wide() == 8))
                .map(it -> new String(it.bytes(), StandardCharsets.UTF_8)).orElse("");
    }

    /** Empty where the window is gone. */
    Optional<Size> size(long window) {
        return called(() -> (int) getGeometry.invoke(display, window, out, out.asSlice(8), out.asSlice(16), out.asSlice(24), out.asSlice(32),
                out.asSlice(40), out.asSlice(48)) == 0 ? Optional.empty()
                        : Optional.of(new Size(out.get(JAVA_INT, 24), out.get(JAVA_INT, 32))));
    }

    /** From now on the window is drawn apart, so that others before it are not seen in its picture. @return whether the server can */
    boolean redirect(long window) {
        if (composite.isEmpty())
            return false;
        return called(() -> {
            var in = composite.get();
            if ((int) handle(in, "XCompositeQueryExtension", JAVA_INT, ADDRESS, ADDRESS, ADDRESS).invoke(display, out, out.asSlice(8)) == 0)
                return false;
            LINKER.downcallHandle(in.findOrThrow("XCompositeRedirectWindow"), FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_INT))
                    .invoke(display, window, 0);
            return true;
        });
    }

    /** Pixels of a redirected window; 0 where it is not shown. */
    long pixmap(long window) {
        return called(() -> (long) handle(composite.orElseThrow(), "XCompositeNameWindowPixmap", JAVA_LONG, ADDRESS, JAVA_LONG).invoke(display, window));
    }

    void freePixmap(long pixmap) {
        called(() -> (int) handle("XFreePixmap", JAVA_INT, ADDRESS, JAVA_LONG).invoke(display, pixmap));
    }

    /** Pixels as 0xRRGGBB; empty where it cannot be read now, or has another depth than 24 or 32 bits. */
    Optional<int[]> pixels(long drawable, Size size) {
        return called(() -> {
            var image = (MemorySegment) getImage.invoke(display, drawable, 0, 0, size.width(), size.height(), -1L, 2);
            if (image.equals(MemorySegment.NULL))
                return Optional.empty();
            image = image.reinterpret(136);
            var data = image.get(ADDRESS, 16);
            int line = image.get(JAVA_INT, 44);
            try {
                if (image.get(JAVA_INT, 48) != 32)
                    return Optional.empty();
                var all = data.reinterpret((long) line * size.height());
                var pixels = new int[size.width() * size.height()];
                for (int y = 0; y < size.height(); y++)
                    MemorySegment.copy(all, JAVA_INT, (long) y * line, pixels, y * size.width(), size.width());
                return Optional.of(pixels);
            } finally {
                free.invoke(data);
                free.invoke(image);
            }
        });
    }

    @Override
    public void close() {
        called(() -> (int) handle("XCloseDisplay", JAVA_INT, ADDRESS).invoke(display));
        arena.close();
    }
}
