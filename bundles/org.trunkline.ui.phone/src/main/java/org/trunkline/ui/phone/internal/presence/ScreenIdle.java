package org.trunkline.ui.phone.internal.presence;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.control.DisplayServer;

/**
 * For how long nobody used keyboard and mouse of an X11 screen, in any program: the MIT-SCREEN-SAVER extension by libXss. It opens a connection
 * of its own, which lasts as long as the desk. One thread at a time.
 */
final class ScreenIdle {
    private static final Logger LOG = LoggerFactory.getLogger(ScreenIdle.class);
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
    /** Offset of {@code idle} in XScreenSaverInfo: Window, two int, unsigned long. */
    private static final long IDLE = 24;
    private static final long SIZE = 48;

    private final MethodHandle query;
    private final MemorySegment display;
    private final MemorySegment root;
    private final MemorySegment info;

    private ScreenIdle(MethodHandle query, MemorySegment display, MemorySegment root, MemorySegment info) {
        this.query = query;
        this.display = display;
        this.root = root;
        this.info = info;
    }

    /** Empty where there is no X11 with this extension, such as on Wayland, where an X server sees only its own windows. */
    static Optional<ScreenIdle> open() {
        if (DisplayServer.current() != DisplayServer.X11)
            return Optional.empty();
        try {
            var x = SymbolLookup.libraryLookup("libX11.so.6", Arena.global());
            var saver = SymbolLookup.libraryLookup("libXss.so.1", Arena.global());
            var opened = (MemorySegment) call(x, "XOpenDisplay", FunctionDescriptor.of(ADDRESS, ADDRESS)).invokeExact(MemorySegment.NULL);
            if (opened.address() == 0)
                return Optional.empty();
            var room = Arena.global().allocate(SIZE, Long.BYTES);
            int there = (int) call(saver, "XScreenSaverQueryExtension", FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ADDRESS, ADDRESS))
                    .invokeExact(opened, room, room.asSlice(8));
            if (there == 0) {
                int _ = (int) call(x, "XCloseDisplay", FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS)).invokeExact(opened);
                return Optional.empty();
            }
            var window = (MemorySegment) call(x, "XDefaultRootWindow", FunctionDescriptor.of(ADDRESS, ADDRESS)).invokeExact(opened);
            return Optional.of(new ScreenIdle(call(saver, "XScreenSaverQueryInfo", FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ADDRESS,
                    ADDRESS)), opened, window, room));
        } catch (Throwable e) { // what a method handle declares
            LOG.info("the idle time of the screen is not known: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static MethodHandle call(SymbolLookup library, String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), shape);
    }

    /** Empty where the screen does not say. */
    Optional<Duration> time() {
        try {
            int done = (int) query.invokeExact(display, root, info);
            return done == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(info.get(ValueLayout.JAVA_LONG, IDLE)));
        } catch (Throwable e) { // what a method handle declares
            LOG.debug("the idle time of the screen is not known: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
