package org.trunkline.engine.thread;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Nice values of single threads, from 0 to 19, which takes the processor when nobody else wants it. A thread hands its value
 * on to those that it starts, and an unprivileged process cannot take it back. Linux has them (setpriority(2)); elsewhere nothing
 * is done. Not for threads that run Java for long: others wait for them at each safepoint. <b>Threads:</b> any.
 */
public final class NiceThreads {
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;
    private static final Optional<MethodHandle> SET = setpriority();

    private NiceThreads() {
    }

    /** @param thread id that the system has for a thread of this process, @return whether the system did it */
    public static boolean set(int thread, int nice) {
        try {
            return SET.isPresent() && (int) SET.get().invokeExact(PRIO_PROCESS, thread, nice) == 0;
        } catch (Throwable e) { // as method handles say; this one throws nothing
            throw new IllegalStateException(e);
        }
    }

    /** Of the calling thread, which must be a platform thread. @return as of {@link #set} */
    public static boolean setOwn(int nice) {
        return set(THIS_THREAD, nice);
    }

    @SuppressWarnings("restricted") // the descriptor is that of the manual page
    private static Optional<MethodHandle> setpriority() {
        var linker = Linker.nativeLinker();
        return Files.isDirectory(Path.of("/proc/self/task")) ? linker.defaultLookup().find("setpriority")
                .map(it -> linker.downcallHandle(it, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)))
                : Optional.empty();
    }
}
