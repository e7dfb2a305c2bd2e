package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/**
 * What plug-ins compile against changes only together with its version. {@code baseline/PACKAGE.txt} holds the version of
 * an exported package, then its signatures; {@code mvn verify -pl releng/arch -am -Dbaseline.update} writes them again.
 */
class BaselineTest {
    private static final List<String> BASELINED = List.of("spi", "api", "spi.testkit");
    private static final Path FOLDER = Path.of(System.getProperty("bundles")).resolveSibling("releng/arch/baseline");
    private static final String UPDATE = "mvn verify -pl releng/arch -am -Dbaseline.update";

    @Test
    void signaturesChangeWithTheirVersionOnly() throws IOException {
        var now = now();
        assertFalse(now.isEmpty(), "no class files of spi and api: compile the bundles first");
        if (System.getProperty("baseline.update") != null)
            update(now);
        var wrong = new TreeSet<String>();
        for (var one : now.entrySet()) {
            var file = FOLDER.resolve(one.getKey() + ".txt");
            if (!Files.exists(file)) {
                wrong.add(one.getKey() + " has no baseline");
                continue;
            }
            var was = Files.readAllLines(file);
            if (was.equals(one.getValue()))
                continue;
            if (was.getFirst().equals(one.getValue().getFirst()))
                differences(one.getKey(), was, one.getValue(), wrong);
            else
                wrong.add(one.getKey() + " has a new " + one.getValue().getFirst() + ", which is not in its baseline yet");
        }
        assertEquals("", String.join("\n", wrong), "raise the package's version in the manifest (minor for what is added,"
                + " major, or minor below 1.0, for what is changed or removed), then: " + UPDATE);
    }

    @Test
    void noPackageGoesWithoutNotice() throws IOException {
        var names = now().keySet();
        try (var files = Files.list(FOLDER)) {
            var gone = files.map(f -> f.getFileName().toString().replaceFirst("\\.txt$", "")).filter(n -> !names.contains(n)).sorted().toList();
            assertEquals(List.of(), gone, "packages that plug-ins know are exported no more; if that must be, delete their baseline");
        }
    }

    private static void differences(String name, List<String> was, List<String> is, TreeSet<String> wrong) {
        var gone = new ArrayList<>(was);
        gone.removeAll(is);
        gone.forEach(line -> wrong.add(name + " lost " + line));
        var added = new ArrayList<>(is);
        added.removeAll(was);
        added.forEach(line -> wrong.add(name + " got " + line));
    }

    /** By package: its version, then its signatures. */
    private static TreeMap<String, List<String>> now() {
        var packages = new TreeMap<String, List<String>>();
        for (var bundle : BundleFolder.all()) {
            if (!BASELINED.contains(bundle.name()) || !Files.isDirectory(bundle.classes()))
                continue;
            var versions = bundle.versions("Export-Package", "version");
            Signatures.of(bundle.classes()).forEach((name, lines) -> {
                if (versions.containsKey(name)) {
                    var all = new ArrayList<>(List.of("version " + versions.get(name)));
                    all.addAll(lines);
                    packages.put(name, all);
                }
            });
        }
        return packages;
    }

    private static void update(TreeMap<String, List<String>> packages) throws IOException {
        Files.createDirectories(FOLDER);
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList())
                Files.delete(file);
        }
        for (var one : packages.entrySet())
            Files.writeString(FOLDER.resolve(one.getKey() + ".txt"), String.join("\n", one.getValue()) + "\n");
    }
}
