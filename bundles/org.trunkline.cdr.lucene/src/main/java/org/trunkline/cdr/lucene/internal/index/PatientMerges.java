package org.trunkline.cdr.lucene.internal.index;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;

/**
 * Merges beside calls and searches, which go first where processors are short: a search that waits for a merge waits tens of
 * milliseconds. What is only written again to be rid of something is written slowly. Other systems than Linux have no
 * priority of a thread alone: there merges are as all else.
 */
final class PatientMerges extends ConcurrentMergeScheduler {
    /** A third of the share of others: enough to keep up with all records that a node takes. */
    private static final int NICE = 5;
    /** What is written again only to be rid of something has time; questions have not. */
    private static final double PURGE_MB_PER_SECOND = 4;
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;

    private final Optional<MethodHandle> setPriority = setPriority();

    PatientMerges() {
        setForceMergeMBPerSec(PURGE_MB_PER_SECOND);
    }

    @SuppressWarnings("restricted") // the descriptor is that of the manual page
    private static Optional<MethodHandle> setPriority() {
        var linker = Linker.nativeLinker();
        return Files.isDirectory(Path.of("/proc/self/task")) ? linker.defaultLookup().find("setpriority")
                .map(it -> linker.downcallHandle(it, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)))
                : Optional.empty();
    }

    /** On a thread of its own, from which those that help it inherit what is set here. */
    @Override
    protected void doMerge(MergeSource source, OneMerge merge) throws IOException {
        stepBack();
        super.doMerge(source, merge);
    }

    private void stepBack() {
        if (setPriority.isEmpty())
            return;
        try {
            int _ = (int) setPriority.get().invokeExact(PRIO_PROCESS, THIS_THREAD, NICE); // refused: it stays as it is
        } catch (Throwable e) { // as method handles say; this one throws nothing
            throw new IllegalStateException(e);
        }
    }
}
