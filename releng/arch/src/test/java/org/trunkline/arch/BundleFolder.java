package org.trunkline.arch;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** One folder below {@code bundles/}. */
record BundleFolder(Path path, String name, Manifest manifest) {
    static List<BundleFolder> all() {
        try (var folders = Files.list(Path.of(System.getProperty("bundles")))) {
            return folders.filter(f -> Files.exists(f.resolve("META-INF/MANIFEST.MF"))).sorted().map(BundleFolder::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BundleFolder read(Path folder) {
        try (var in = Files.newInputStream(folder.resolve("META-INF/MANIFEST.MF"))) {
            return new BundleFolder(folder, folder.getFileName().toString().substring(BundleMap.PREFIX.length()), new Manifest(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTest() {
        return name.endsWith(".it") || name.endsWith(".uitest");
    }

    Path classes() {
        return path.resolve("target/classes");
    }

    /** The names in a header, without attributes. */
    TreeSet<String> header(String header) {
        var value = manifest.getMainAttributes().getValue(header);
        if (value == null)
            return new TreeSet<>();
        return Arrays.stream(value.replaceAll("\"[^\"]*\"", "").split(","))
                .map(clause -> clause.split(";")[0].strip())
                .collect(toCollection(TreeSet::new));
    }

    /** An attribute of each name in a header; empty where a name has none. */
    TreeMap<String, String> versions(String header, String attribute) {
        var versions = new TreeMap<String, String>();
        var value = manifest.getMainAttributes().getValue(header);
        if (value == null)
            return versions;
        for (var clause : value.split(",(?=([^\"]*\"[^\"]*\")*[^\"]*$)")) {
            var found = Pattern.compile(";\\s*" + attribute + "\\s*=\\s*\"?([^\";]*)\"?").matcher(clause);
            versions.put(clause.split(";")[0].strip(), found.find() ? found.group(1).strip() : "");
        }
        return versions;
    }
}
