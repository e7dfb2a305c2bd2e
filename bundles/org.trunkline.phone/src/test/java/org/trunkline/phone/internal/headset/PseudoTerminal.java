package org.trunkline.phone.internal.headset;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** A device of two sides on Linux: what one reads the other one wrote, and it reports an error once the other side is gone, as hidraw does. */
final class PseudoTerminal implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int READ_WRITE = 2;

    private final int master;

    PseudoTerminal() throws Throwable {
        master = (int) of("posix_openpt", JAVA_INT, JAVA_INT).invoke(READ_WRITE);
        for (var each : new String[] {"grantpt", "unlockpt"})
            if ((int) of(each, JAVA_INT, JAVA_INT).invoke(master) != 0)
                throw new IllegalStateException(each);
        try (var arena = Arena.ofConfined()) { // bytes as they are, no lines
            var settings = arena.allocate(256);
            of("tcgetattr", JAVA_INT, JAVA_INT, ADDRESS).invoke(master, settings);
            LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("cfmakeraw"), FunctionDescriptor.ofVoid(ADDRESS)).invoke(settings);
            of("tcsetattr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS).invoke(master, 0, settings);
        }
    }

    private static MethodHandle of(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    Path file() throws Throwable {
        var name = (MemorySegment) of("ptsname", ADDRESS, JAVA_INT).invoke(master);
        return Path.of(name.reinterpret(100).getString(0));
    }

    void write(byte... bytes) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            of("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG).invoke(master, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes), (long) bytes.length);
        }
    }

    /** Waits. */
    byte[] read(int length) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(length);
            long read = (long) of("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG).invoke(master, buffer, (long) length);
            return buffer.asSlice(0, Math.max(0, read)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Override
    public void close() {
        try {
            of("close", JAVA_INT, JAVA_INT).invoke(master);
        } catch (Throwable e) { // what MethodHandle declares
            throw new IllegalStateException(e);
        }
    }
}
