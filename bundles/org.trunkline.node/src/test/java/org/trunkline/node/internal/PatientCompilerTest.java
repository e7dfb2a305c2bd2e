package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PatientCompilerTest {
    private final List<String> set = new ArrayList<>();

    private boolean note(int thread, int nice) {
        set.add(thread + " " + nice);
        return thread != 13;
    }

    @Test
    void onlyTheOptimisingCompilerStepsBack(@TempDir Path threads) throws IOException {
        thread(threads, "11", "java\n");
        thread(threads, "12", "C1 CompilerThre\n");
        thread(threads, "13", "C2 CompilerThre\n");
        thread(threads, "14", "GC Thread#0\n");
        thread(threads, "15", "C2 CompilerThre\n");
        Files.createDirectory(threads.resolve("16")); // ended meanwhile
        new PatientCompiler(threads, this::note).stepBack();
        assertEquals(List.of("13 10", "15 10"), set.stream().sorted().toList());
    }

    @Test
    void whereThereIsNoSuchFolderNothingIsDone(@TempDir Path folder) {
        new PatientCompiler(folder.resolve("none"), this::note).stepBack();
        assertEquals(List.of(), set);
    }

    /** The threads of the machine that runs this test. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemDoesIt() throws IOException {
        new PatientCompiler().stepBack();
        try (var all = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : all)
                if (Files.readString(thread.resolve("comm")).startsWith("C2 Compiler"))
                    assertTrue(nice(thread) >= PatientCompiler.NICE, Files.readString(thread.resolve("stat")));
        }
    }

    private static int nice(Path thread) throws IOException {
        String stat = Files.readString(thread.resolve("stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    private static void thread(Path threads, String id, String name) throws IOException {
        Files.writeString(Files.createDirectory(threads.resolve(id)).resolve("comm"), name);
    }
}
