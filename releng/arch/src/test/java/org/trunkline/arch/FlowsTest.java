package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The tests that {@code docs/flows.md} names as proofs are there. */
class FlowsTest {
    private static final Path ROOT = Path.of(System.getProperty("bundles")).toAbsolutePath().getParent();
    private static final Pattern CHAPTER = Pattern.compile("\\d{4}|T\\.38");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9]+\\.)?([a-z][A-Za-z0-9_]+)`");

    @Test
    void everyProofIsThere() throws IOException {
        var classes = sources(ROOT.resolve("bundles"), ".java");
        var interop = String.join("\n", sources(ROOT.resolve("releng/interop"), ".py").values());
        var rows = Files.readAllLines(ROOT.resolve("docs/flows.md")).stream().filter(line -> line.startsWith("| ")).skip(1).toList();
        assertTrue(rows.size() > 30, "rows: " + rows.size());
        var missing = rows.stream().flatMap(row -> NAME.matcher(row.substring(row.lastIndexOf('|', row.length() - 2))).results())
                .filter(name -> name.group(1) == null ? !interop.contains("def " + name.group(2) + "(")
                        : !classes.getOrDefault(name.group(1) + "java", "").contains("void " + name.group(2) + "("))
                .map(name -> name.group()).toList();
        assertEquals(List.of(), missing);
        assertEquals(List.of(), rows.stream().filter(row -> !NAME.matcher(row).find()).toList(), "flows without a test");
    }

    /** A test against the packaged node says which sections it proves; rows without an RFC are of features that have none. */
    @Test
    void interopTestsNameTheirRfc() throws IOException {
        var interop = String.join("\n", sources(ROOT.resolve("releng/interop"), ".py").values());
        var silent = Files.readAllLines(ROOT.resolve("docs/flows.md")).stream().filter(row -> row.startsWith("| "))
                .map(row -> row.split("\\|")).filter(row -> CHAPTER.matcher(row[2]).find())
                .flatMap(row -> NAME.matcher(row[3]).results()).filter(name -> name.group(1) == null).map(name -> name.group(2))
                .distinct().filter(name -> Pattern.compile("def " + name + "\\([^)]*\\):\\n\\s+\"\"\"[^\"]*(RFC \\d{4}|T\\.38)")
                        .matcher(interop).results().findAny().isEmpty())
                .toList();
        assertEquals(List.of(), silent);
    }

    private static Map<String, String> sources(Path folder, String kind) throws IOException {
        var texts = new HashMap<String, String>();
        for (var file : Sources.under(folder, kind, ""))
            texts.put(file.getFileName().toString(), Files.readString(file));
        return texts;
    }
}
