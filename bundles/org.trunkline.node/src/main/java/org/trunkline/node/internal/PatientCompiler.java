package org.trunkline.node.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.thread.NiceThreads;

/**
 * Lets the optimising compiler of Java wait for calls. It works for tens of thousands of calls after a start, and where
 * processors are short it took a quarter of the node's share, from calls, the thread that reads and the collector alike.
 * Linux only; elsewhere nothing is done (ADR 17). <b>Threads:</b> any.
 */
final class PatientCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(PatientCompiler.class);
    private static final Path THREADS = Path.of("/proc/self/task");
    /** As Linux shows it, 15 characters. Those that come later are made by this one, and inherit what it has. */
    private static final String NAME = "C2 Compiler";
    /** A ninth of the share of a thread of nice 0: what is hot must still become fast under load. */
    static final int NICE = 10;

    /** Sets the nice value of a thread of Linux. */
    @FunctionalInterface
    interface Priorities {
        /** @return whether the system did */
        boolean set(int thread, int nice);
    }

    private final Path threads;
    private final Priorities priorities;

    PatientCompiler() {
        this(THREADS, NiceThreads::set);
    }

    PatientCompiler(Path threads, Priorities priorities) {
        this.threads = threads;
        this.priorities = priorities;
    }

    /** To be called once the node has started. Again does no harm. */
    void stepBack() {
        if (!Files.isDirectory(threads))
            return;
        try (var all = Files.newDirectoryStream(threads)) {
            for (Path thread : all)
                if (name(thread).startsWith(NAME) && !priorities.set(Integer.parseInt(thread.getFileName().toString()), NICE))
                    LOG.debug("the compiler's thread {} keeps its priority", thread.getFileName());
        } catch (IOException e) {
            LOG.debug("the compiler keeps its priority: {}", e.getMessage());
        }
    }

    private static String name(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (NoSuchFileException e) {
            return ""; // it has just ended
        }
    }
}
