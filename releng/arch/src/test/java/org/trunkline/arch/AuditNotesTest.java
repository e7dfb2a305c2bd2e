package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The desk knows the notes of the audit by their words: those that it translates are the ones that a node writes. */
class AuditNotesTest {
    private static final Path BUNDLES = Path.of(System.getProperty("bundles")).toAbsolutePath();
    private static final String DESK = "org.trunkline.ui.trunks/src/main/java/org/trunkline/ui/trunks/internal/change/NoteText.java";
    private static final Pattern KNOWN = Pattern.compile("keys\\.put\\(Pattern\\.compile\\(\"([^\"]+)\"\\)");
    private static final Pattern VALUE = Pattern.compile("\\([^)]*\\)");
    /** A shorter one is found anywhere. */
    private static final int SHORTEST = 6;

    @Test
    void everyNoteThatTheDeskTranslatesIsWritten() throws IOException {
        var known = new TreeSet<String>();
        KNOWN.matcher(Files.readString(BUNDLES.resolve(DESK))).results().flatMap(found -> VALUE.splitAsStream(found.group(1)))
                .map(words -> words.replaceAll("^\\W+|\\W+$", "")).filter(words -> words.length() >= SHORTEST).forEach(known::add);
        assertTrue(known.size() >= 10, () -> "found only " + known);
        var node = new ArrayList<String>();
        for (var source : Sources.under(BUNDLES, ".java", "src/main"))
            if (!source.toString().contains("org.trunkline.ui") && !source.toString().contains("testkit"))
                node.add(Files.readString(source));
        known.removeIf(words -> node.stream().anyMatch(text -> text.contains(words)));
        assertEquals(Set.of(), known);
    }
}
