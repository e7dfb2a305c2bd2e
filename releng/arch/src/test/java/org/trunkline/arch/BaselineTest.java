package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * What plug-ins compile against changes only together with its version. {@code baseline/PACKAGE.txt} holds the version of
 * an exported package, then its signatures; {@code mvn verify -pl releng/arch -am -Dbaseline.update} writes them again. From
 * the first release on that refuses packages whose version was not raised, or not enough.
 */
class BaselineTest {
    private static final List<String> BASELINED = List.of("spi", "api", "spi.testkit");
    /** Interfaces of the spi that the node implements, {@code @ProviderType}. */
    private static final Set<String> GIVEN = Set.of("org.trunkline.spi.PluginContext", "org.trunkline.spi.call.CallControl",
            "org.trunkline.spi.config.EntryStore");
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

    /** Until then the API of the version that is coming grows under its number. */
    private static boolean released() throws IOException {
        return Files.readAllLines(FOLDER.resolveSibling("../../docs/changelog.md").normalize()).stream()
                .anyMatch(line -> line.startsWith("## ") && !line.contains("(not released)"));
    }

    /** Why these signatures may not have this version; empty where they may. Minor versions below 1.0 are as major ones above. */
    static Optional<String> refusal(List<String> was, List<String> is) {
        if (was.equals(is))
            return Optional.empty();
        boolean lost = !is.subList(1, is.size()).containsAll(was.subList(1, was.size()))
                || is.stream().anyMatch(line -> !was.contains(line) && isDemanded(line, was));
        int[] before = version(was), now = version(is);
        boolean breaking = before[0] == 0 ? now[0] > 0 || now[1] > before[1] : now[0] > before[0];
        boolean higher = Arrays.compare(now, before) > 0;
        boolean compatible = before[0] == 0 ? higher : breaking || now[1] > before[1];
        return (lost ? breaking : compatible) ? Optional.empty() : Optional.of(was.getFirst() + " became " + is.getFirst()
                + ", and it " + (lost ? "breaks plug-ins: raise " + (before[0] == 0 ? "the minor" : "the major") + " version"
                        : "got signatures: raise the " + (before[0] == 0 ? "micro" : "minor") + " version"));
    }

    /** A method that implementations of an extension point do not have yet. */
    private static boolean isDemanded(String line, List<String> was) {
        String type = line.replaceAll("#.*", "");
        return type.startsWith("org.trunkline.spi.") && line.contains(") abstract ") && !GIVEN.contains(type)
                && was.stream().anyMatch(known -> known.startsWith(type + " : "));
    }

    private static int[] version(List<String> baseline) {
        return Stream.of(baseline.getFirst().replace("version ", "").split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void whatIsTakenAwayNeedsMoreThanWhatIsAdded() {
        var before = List.of("version 0.1.0", "a.A#x() void");
        assertEquals(Optional.empty(), refusal(before, before));
        assertTrue(refusal(before, List.of("version 0.1.0", "a.A#x() void", "a.A#y() void")).isPresent());
        assertEquals(Optional.empty(), refusal(before, List.of("version 0.1.1", "a.A#x() void", "a.A#y() void")));
        assertTrue(refusal(before, List.of("version 0.1.1", "a.A#y() void")).isPresent());
        assertEquals(Optional.empty(), refusal(before, List.of("version 0.2.0", "a.A#y() void")));
        var later = List.of("version 1.4.0", "a.A#x() void");
        assertTrue(refusal(later, List.of("version 1.5.0", "a.A#y() void")).isPresent());
        assertTrue(refusal(later, List.of("version 1.4.1", "a.A#x() void", "a.A#y() void")).isPresent());
        assertEquals(Optional.empty(), refusal(later, List.of("version 1.5.0", "a.A#x() void", "a.A#y() void")));
        assertEquals(Optional.empty(), refusal(later, List.of("version 2.0.0")));
        var point = List.of("version 0.1.0", "org.trunkline.spi.a.A : interface []");
        assertTrue(refusal(point, List.of("version 0.1.1", point.getLast(), "org.trunkline.spi.a.A#x() abstract void")).isPresent());
        assertEquals(Optional.empty(), refusal(point, List.of("version 0.1.1", point.getLast(), "org.trunkline.spi.a.A#x() void",
                "org.trunkline.spi.a.B : interface []", "org.trunkline.spi.a.B#y() abstract void")));
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
        for (var one : packages.entrySet()) {
            var file = FOLDER.resolve(one.getKey() + ".txt");
            if (released() && Files.exists(file))
                refusal(Files.readAllLines(file), one.getValue()).ifPresent(why -> fail(one.getKey() + ": " + why));
        }
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.txt$", "");
                if (released() && !packages.containsKey(name))
                    fail(name + " is gone: a package of a release stays");
                Files.delete(file);
            }
        }
        for (var one : packages.entrySet())
            Files.writeString(FOLDER.resolve(one.getKey() + ".txt"), String.join("\n", one.getValue()) + "\n");
    }
}
