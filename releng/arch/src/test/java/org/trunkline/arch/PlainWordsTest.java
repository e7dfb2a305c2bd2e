package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** Messages and guides use plain words, and every message exists in every language. */
class PlainWordsTest {
    private static final Path BUNDLES = Path.of(System.getProperty("bundles")).toAbsolutePath().normalize();
    private static final Path ROOT = BUNDLES.getParent();
    private static final List<String> LANGUAGES = List.of("sv", "zh", "id");
    /** Names nobody: a comment that has it leaves open which thread, side or user is meant. */
    private static final String UNNAMED = "who(?:so)?ever";
    /** Say instead: again, fix, separated by, must, any caller, continues, automatically, is not a, reports, matches. */
    private static final Pattern RIDDLE = Pattern.compile("(?i)\\b(?:anew|mend(?:s|ed|ing)?|parted by|shall|" + UNNAMED + "|go(?:es)? on"
            + "|by (?:itself|themselves)|(?<!there )is no (?!longer\\b|more than\\b)[a-z]+|so many|(?:calls|it) fits?"
            + "|fits (?:it|the|this)|stands (?:in|for|on|there|under|beside|behind)|(?:is|are|was|were) told|tells"
            + "|there too|each \\d+ (?:s|seconds|minutes))\\b");
    private static final Pattern UNNAMED_WORD = Pattern.compile("(?i)\\b" + UNNAMED + "\\b");
    /** In translations; docs/glossary.md has another word for each. */
    private static final Map<String, Pattern> NOT_IN_GLOSSARY = Map.of(
            "sv", Pattern.compile("(?i)\\bprova &?väg\\b|\\bvägar\\b|kodek"),
            "zh", Pattern.compile("桌面程序|桌面端|本程序|工作台|车位|腿|代接|^接通率$"),
            "id", Pattern.compile("(?i)\\b(?:meja|desktop|retensi|ambil alih|simpul|setelan)\\b|kodek"));
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)|(?m)^ {4}.*$");

    @Test
    void messagesUsePlainWords() throws IOException {
        var files = english();
        assertTrue(files.size() >= 15, () -> "found only " + files);
        var riddles = new ArrayList<String>();
        for (Path file : files)
            load(file).forEach((key, text) -> collect(file.getFileName() + " " + key, text.toString(), riddles));
        assertEquals(List.of(), riddles);
    }

    @Test
    void guidesUsePlainWords() throws IOException {
        var riddles = new ArrayList<String>();
        var guides = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (var docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(guides::add);
        }
        assertTrue(guides.size() >= 9, () -> "found only " + guides);
        for (Path guide : guides)
            collect(guide.getFileName().toString(), CODE.matcher(Files.readString(guide)).replaceAll(" "), riddles);
        assertEquals(List.of(), riddles);
    }

    @Test
    void commentsNameWhoIsMeant() throws IOException {
        var riddles = new ArrayList<String>();
        for (Path file : Sources.under(BUNDLES, ".java", "src"))
            UNNAMED_WORD.matcher(Files.readString(file)).results()
                    .forEach(found -> riddles.add(BUNDLES.relativize(file) + ": say which thread, side or user is meant, not " + found.group()));
        assertEquals(List.of(), riddles);
    }

    @Test
    void everyMessageExistsInEveryLanguage() throws IOException {
        for (Path file : english())
            for (String language : LANGUAGES) {
                Path other = file.resolveSibling(file.getFileName().toString().replace(".properties", "_" + language + ".properties"));
                assertEquals(new TreeSet<>(load(file).stringPropertyNames()), new TreeSet<>(load(other).stringPropertyNames()),
                        other.toString());
            }
    }

    @Test
    void translationsUseTheWordsOfTheGlossary() throws IOException {
        var others = new ArrayList<String>();
        for (Path file : english())
            for (String language : LANGUAGES) {
                Path other = file.resolveSibling(file.getFileName().toString().replace(".properties", "_" + language + ".properties"));
                load(other).forEach((key, text) -> NOT_IN_GLOSSARY.get(language).matcher(text.toString()).results()
                        .forEach(found -> others.add(other.getFileName() + " " + key + ": " + found.group())));
            }
        assertEquals(List.of(), others);
    }

    @Test
    void translatedGuidesUseTheWordsOfTheGlossary() throws IOException {
        var others = new ArrayList<String>();
        for (String language : LANGUAGES)
            try (var docs = Files.list(ROOT.resolve("docs").resolve(language))) {
                var guides = docs.filter(file -> file.toString().endsWith(".md")).sorted().toList();
                assertTrue(guides.size() >= 3, () -> "found only " + guides);
                for (Path guide : guides)
                    NOT_IN_GLOSSARY.get(language).matcher(CODE.matcher(Files.readString(guide)).replaceAll(" ")).results()
                            .forEach(found -> others.add(language + " " + guide.getFileName() + ": " + found.group()));
            }
        assertEquals(List.of(), others);
    }

    private static void collect(String where, String text, List<String> riddles) {
        RIDDLE.matcher(text).results().forEach(found -> riddles.add(where + ": " + text.substring(
                Math.max(0, found.start() - 30), Math.min(text.length(), found.end() + 20)).replaceAll("\\s+", " ")));
    }

    /** Texts of the desk, and of the examples' parts for it. */
    private static List<Path> english() throws IOException {
        var found = new ArrayList<Path>();
        for (Path root : List.of(BUNDLES, ROOT.resolve("examples")))
            for (String name : List.of("/messages", "/bundle", "/plugin"))
                found.addAll(Sources.under(root, name + ".properties", "resources"));
        found.addAll(Sources.under(BUNDLES, "/bundle.properties", "OSGI-INF"));
        return found;
    }

    private static Properties load(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
