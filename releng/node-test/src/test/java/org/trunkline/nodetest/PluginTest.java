package org.trunkline.nodetest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.nodetest.plugin.Example;

/** A bundle of others joins a running node, as docs/plugin-guide.md says. */
class PluginTest {
    @TempDir
    Path folder;

    @Test
    void aJarInThePluginsFolderIsStarted() throws Exception {
        try (var node = NodeProcess.start(folder)) {
            var jar = jar(folder.resolve("example.jar"));
            Files.move(jar, folder.resolve("plugins/example.jar")); // whole or not at all
            node.await("running the plug-in", () -> Files.exists(folder.resolve("example.started")));
            node.terminate();
            assertEquals(0, node.exit(), node::output);
        }
    }

    private static Path jar(Path path) throws IOException {
        var manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "example");
        headers.putValue("Bundle-Activator", Example.class.getName());
        headers.putValue("Import-Package", "org.osgi.framework");
        var name = Example.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(path), manifest);
                var in = Example.class.getResourceAsStream("Example.class")) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return path;
    }
}
