package org.trunkline.nodetest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle of docs/plugin-guide.md, made of its very text by its very commands, joins a running node and leaves it. */
class PluginTest {
    private static final Path GUIDE = Path.of(System.getProperty("plugin.guide"));

    @TempDir
    Path folder;

    @Test
    void theBundleOfTheGuideJoinsARunningNodeAndLeavesIt() throws Exception {
        var jar = build(Files.createDirectory(folder.resolve("source")));
        try (var node = NodeProcess.start(folder.resolve("data"))) {
            var plugin = node.data.resolve("plugins/long-calls.jar");
            Files.move(jar, plugin); // whole or not at all
            node.await("running the plug-in", () -> node.output().contains("LongCalls: Watching for long calls"));
            Files.delete(plugin);
            node.await("without the plug-in", () -> node.output().contains("No longer watching for long calls"));
            node.terminate();
            assertEquals(0, node.exit(), node::output);
        }
    }

    private static Path build(Path source) throws Exception {
        var guide = Files.readString(GUIDE);
        Files.writeString(source.resolve("LongCalls.java"), block(guide, "java"));
        Files.createDirectory(source.resolve("OSGI-INF"));
        Files.writeString(source.resolve("OSGI-INF/long-calls.xml"), block(guide, "xml"));
        Files.writeString(source.resolve("MANIFEST.MF"), block(guide, "manifest"));
        Files.createSymbolicLink(source.resolve("trunkline-node"), NodeProcess.DIST.toAbsolutePath());
        var commands = Pattern.compile("(?m)^    ((?:javac|jar) .*)$").matcher(guide).results().map(m -> m.group(1)).toList();
        assertEquals(2, commands.size(), "commands of " + GUIDE);
        for (var command : commands)
            run(source, command);
        return source.resolve("long-calls.jar");
    }

    private static String block(String guide, String language) {
        var fence = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(guide);
        assertTrue(fence.find(), () -> "no block of " + language + " in " + GUIDE);
        return fence.group(1);
    }

    private static void run(Path folder, String command) throws Exception {
        var output = folder.resolve("output").toFile();
        var builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().merge("PATH", System.getProperty("java.home") + "/bin",
                (path, jdk) -> jdk + File.pathSeparator + path);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        assertEquals(0, builder.start().waitFor(),
                command + ": " + Files.readString(output.toPath()));
    }
}
