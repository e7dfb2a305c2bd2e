package org.trunkline.ui.trunks.internal.change;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.Texts;

/** Every action that the node writes to the audit has a text. */
class ActionTextTest {
    private static final List<String> WRITERS = List.of("node", "plugin", "store.jdbc");
    private static final String CODE = "\"([a-z][a-z -]*)\"";
    /** The action first, or one of two. */
    private static final Pattern FIRST = Pattern.compile("\\b(?:note|audit|changed|AuditText)\\((?:[^,;\"]*\\? " + CODE + " : )?"
            + CODE + ",\\s*+(?!\"[^\"]*\",)");
    /** The action after a name. */
    private static final Pattern SECOND = Pattern.compile("\\bnote\\((?:[\\w.]+|\"[a-z]+\"|Author\\.current\\(\\)\\.orElse\\(\\w+\\)),\\s*"
            + CODE + ",");
    private static final Set<String> SOME = Set.of("create", "change", "delete", "hold", "lift", "phone-card", "check-sync", "call",
            "listen", "search", "export", "erase", "pseudonymise", "new key", "install", "update", "remove", "enable", "disable",
            "configure", "roll back", "suspend", "trust", "distrust");

    private static Set<String> written() throws IOException {
        var found = new TreeSet<String>();
        for (String bundle : WRITERS)
            try (var files = Files.walk(Path.of("..", "org.trunkline." + bundle, "src/main/java"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String source = Files.readString(file);
                    Stream.of(FIRST, SECOND).flatMap(p -> p.matcher(source).results()).forEach(match -> gather(match, found));
                }
            }
        return found;
    }

    private static void gather(MatchResult match, Set<String> into) {
        for (int i = 1; i <= match.groupCount(); i++)
            if (match.group(i) != null)
                into.add(match.group(i));
    }

    @Test
    void eachHasATextInTheDesksLanguage() throws IOException {
        var written = written();
        assertTrue(written.containsAll(SOME), () -> "found only " + written);
        var texts = Texts.of(ChangeText.class, Locale.ENGLISH);
        for (String action : written)
            assertTrue(texts.has("action." + action.replace(' ', '-')), () -> "no text for " + action + " in " + written);
    }
}
