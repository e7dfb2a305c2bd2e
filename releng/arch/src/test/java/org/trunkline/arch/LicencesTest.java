package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** {@code docs/licences.md}, which the desk shows, names each library of the target platform with its version. */
class LicencesTest {
    private static final Path ROOT = Path.of(System.getProperty("bundles")).toAbsolutePath().getParent();
    private static final Pattern LIBRARY = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\S+:\\S+) \\| (\\S+) \\| \\S.* \\|$");
    private static final Pattern OF_TESTS = Pattern.compile("(org\\.junit|org\\.opentest4j|org\\.apiguardian).*");

    @Test
    void eachLibraryIsNamed() throws IOException {
        var shipped = new TreeSet<String>();
        LIBRARY.matcher(Files.readString(ROOT.resolve("target-platform/trunkline.target"))).results()
                .filter(found -> !OF_TESTS.matcher(found.group(1)).matches())
                .forEach(found -> shipped.add(found.group(1) + ":" + found.group(2) + " " + found.group(3)));
        var named = new TreeSet<String>();
        ROW.matcher(Files.readString(ROOT.resolve("docs/licences.md"))).results().forEach(row -> named.add(row.group(1) + " " + row.group(2)));
        assertTrue(shipped.size() > 100, "libraries: " + shipped.size());
        assertEquals(String.join("\n", shipped), String.join("\n", named), "docs/licences.md");
    }
}
