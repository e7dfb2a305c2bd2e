package org.trunkline.plugin.internal.hosting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            + "org.trunkline.spi.config,org.trunkline.spi.http,org.trunkline.spi.quality,org.trunkline.spi.record,org.trunkline.spi.routing";

    private SampleJar() {
    }

    /** @param more packages imported beyond those that there are, each with a comma before it */
    static Path build(Path folder, String more) throws IOException {
        var classes = Files.createDirectories(folder.resolve("classes"));
        String source;
        try (var in = SampleJar.class.getResourceAsStream("/plugins/Sample.java.txt")) {
            source = new String(in.readAllBytes());
        }
        var file = new SimpleJavaFileObject(URI.create("string:///sample/Sample.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignore) {
                return source;
            }
        };
        var done = ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none", "-cp",
                System.getProperty("java.class.path"), "-d", classes.toString()), null, List.of(file)).call();
        if (!done)
            throw new IOException("the sample does not compile");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "com.example.sample;singleton:=true");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        manifest.getMainAttributes().putValue("Bundle-Activator", "sample.Sample");
        manifest.getMainAttributes().putValue("Import-Package", IMPORTS + more);
        var jar = folder.resolve("sample" + more.hashCode() + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest); var all = Files.walk(classes)) {
            for (var each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return jar;
    }
}
