package org.trunkline.nodetest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged node does before and after it carries calls. */
class LaunchTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void aSecondNodeOnTheSameFolderIsRefusedInOneLine() throws Exception {
        try (var first = NodeProcess.launch(folder, NodeProcess.freePort(), NodeProcess.freePort())) {
            first.await("up", () -> Files.exists(folder.resolve("framework.lock")));
            try (var second = NodeProcess.launch(folder, NodeProcess.freePort(), NodeProcess.freePort())) {
                assertEquals(2, second.exitWithin(LIMIT), second::output);
                assertEquals("trunkline-node: another node runs on " + folder + ": stop it or choose another folder with --data\n",
                        second.output());
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedInOneLine() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        try (var node = NodeProcess.launch(file.resolve("data"), 0, 0)) {
            assertEquals(2, node.exitWithin(LIMIT), node::output);
            assertEquals(1, node.output().lines().count(), node::output);
            assertTrue(node.output().contains("choose another with --data"), node::output);
            assertFalse(node.output().contains("\tat "), node::output);
        }
    }
}
