package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.routing.RoutingPolicy;

/** Each extension point says its threads, its budget and its errors, and shows an example that compiles. */
class ExamplesTest {
    private static final Path SOURCES = Path.of("../org.trunkline.spi/src/main/java");
    private static final int POINTS = 15;
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("public final class (\\w+)");
    private static final List<String> USED = List.of("java.io.*", "java.nio.charset.*", "java.nio.file.*", "java.time.*", "java.util.*",
            "java.util.concurrent.atomic.*", "java.util.stream.*", "org.trunkline.domain.cdr.*", "org.trunkline.domain.quality.*",
            "org.trunkline.spi.*", "org.trunkline.spi.alert.*", "org.trunkline.spi.audio.*", "org.trunkline.spi.call.*", "org.trunkline.spi.config.*",
            "org.trunkline.spi.http.*", "org.trunkline.spi.number.*", "org.trunkline.spi.quality.*", "org.trunkline.spi.record.*",
            "org.trunkline.spi.routing.*", "org.trunkline.spi.record.AttributeField.Type", "static java.lang.System.out");

    @TempDir
    Path classes;

    /** Source of an example. */
    private static final class Example extends SimpleJavaFileObject {
        private final String text;

        Example(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static Map<String, String> points() throws IOException {
        var points = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                if (source.contains("\n@ExtensionPoint("))
                    points.put(file.getFileName().toString().replace(".java", ""), source);
            }
        }
        assertEquals(POINTS, points.size(), points.keySet()::toString);
        return points;
    }

    @Test
    void eachExtensionPointSaysWhatItsImplementationMustKnow() throws IOException {
        var missing = new TreeSet<String>();
        points().forEach((name, source) -> Stream.of("<b>Threads:</b>", "<b>Budget:</b>", "<b>Errors:</b>", "<pre>{@code")
                .filter(part -> !source.contains(part)).forEach(part -> missing.add(name + ": " + part)));
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void eachExampleCompiles() throws IOException {
        for (var point : points().entrySet()) {
            var found = EXAMPLE.matcher(point.getValue());
            assertTrue(found.find(), point.getKey());
            var code = found.group(1).lines().map(line -> line.replaceFirst("^ \\* ?", "")).collect(Collectors.joining("\n"));
            var name = NAME.matcher(code);
            assertTrue(name.find(), point.getKey());
            var imports = USED.stream().map(it -> "import " + it + ";\n").collect(Collectors.joining());
            assertEquals(List.of(), errors(new Example(name.group(1), imports + code)), point.getKey());
        }
    }

    private List<String> errors(Example example) {
        var found = new DiagnosticCollector<JavaFileObject>();
        var path = Stream.of(RoutingPolicy.class, Cdr.class).map(ExamplesTest::place).collect(Collectors.joining(File.pathSeparator));
        ToolProvider.getSystemJavaCompiler().getTask(null, null, found, List.of("-proc:none", "-cp", path, "-d", classes.toString()), null,
                List.of(example)).call();
        return found.getDiagnostics().stream().filter(it -> it.getKind() == Diagnostic.Kind.ERROR).map(it -> it.getMessage(null)).toList();
    }

    private static String place(Class<?> of) {
        try {
            return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
