package org.trunkline.plugin.internal.hosting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a plug-in's bundle in a test. */
final class SampleJar {
    private static final String IMPORTS = "org.osgi.framework,org.slf4j,org.trunkline.api,org.trunkline.api.call,"
            + "org.trunkline.api.cdr,org.trunkline.api.node,org.trunkline.domain.call,org.trunkline.domain.cdr,org.trunkline.spi,"
            + "org.trunkline.spi.audio,org.trunkline.spi.config,org.trunkline.spi.http,org.trunkline.spi.number,org.trunkline.spi.quality,org.trunkline.spi.record,org.trunkline.spi.routing";

    private SampleJar() {
    }

    /** Compiled once for all tests of a run. */
    private static final Map<String, byte[]> CLASSES = compile();

    private static Map<String, byte[]> compile() {
        var file = new SimpleJavaFileObject(URI.create("string:///sample/Sample.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignore) throws IOException {
                try (var in = SampleJar.class.getResourceAsStream("/plugins/Sample.java.txt")) {
                    return new String(in.readAllBytes(), UTF_8);
                }
            }
        };
        try {
            var folder = Files.createTempDirectory("sample");
            try {
                if (!ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none", "-cp",
                        System.getProperty("java.class.path"), "-d", folder.toString()), null, List.of(file)).call())
                    throw new IllegalStateException("the sample does not compile");
                return read(folder);
            } finally {
                try (var all = Files.walk(folder)) {
                    for (var each : all.sorted(Comparator.reverseOrder()).toList())
                        Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        var classes = new TreeMap<String, byte[]>();
        try (var all = Files.walk(folder)) {
            for (var each : all.filter(Files::isRegularFile).toList())
                classes.put(folder.relativize(each).toString().replace('\\', '/'), Files.readAllBytes(each));
        }
        return classes;
    }

    /** @param more packages imported beyond those that there are, each with a comma before it */
    static Path build(Path folder, String more) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "com.example.sample;singleton:=true");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        manifest.getMainAttributes().putValue("Bundle-Activator", "sample.Sample");
        manifest.getMainAttributes().putValue("Import-Package", IMPORTS + more);
        var jar = folder.resolve("sample" + more.hashCode() + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var each : CLASSES.entrySet()) {
                out.putNextEntry(new JarEntry(each.getKey()));
                out.write(each.getValue());
            }
        }
        return jar;
    }
}
