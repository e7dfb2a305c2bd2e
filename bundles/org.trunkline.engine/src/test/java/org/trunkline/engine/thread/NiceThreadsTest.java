package org.trunkline.engine.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NiceThreadsTest {
    private final int own = id();
    private final int before = nice(own);

    NiceThreadsTest() throws IOException {
    }

    @Test
    void aThreadStepsBackAlone() throws Exception {
        onAnotherThread(() -> {
            assertTrue(NiceThreads.setOwn(before + 7));
            assertEquals(before + 7, nice(id()));
            return null;
        });
        assertEquals(before, nice(own));
    }

    @Test
    void anotherThreadIsSetBack() throws Exception {
        onAnotherThread(() -> {
            int there = id();
            assertTrue(onAnotherThread(() -> NiceThreads.set(there, before + 3)));
            assertEquals(before + 3, nice(there));
            return null;
        });
        assertEquals(before, nice(own));
    }

    private static <T> T onAnotherThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static int id() throws IOException {
        return Integer.parseInt(Path.of("/proc/thread-self").toRealPath().getFileName().toString());
    }

    private static int nice(int thread) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
