package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** What a node says, the desk says in its user's language: alarms, why a node does not answer, why things are as they are. */
class LocalizableTextTest {
    private static final Path BUNDLES = Path.of(System.getProperty("bundles")).toAbsolutePath();
    private static final Path TEXTS = BUNDLES.resolve("org.trunkline.ui/src/main/resources/org/trunkline/ui/messages.properties");
    private static final Pattern UNAVAILABLE = Pattern.compile("new NodeUnavailableException\\(\\s*\"([^\"]*)\"");
    private static final Pattern ALARM = Pattern.compile(
            "(?:raise|new (?:PartFailure|Trouble|JournalException|RefusedException|SignalingException|Failure))\\(\\s*\"([^\"]*)\"");
    private static final Pattern LOCALIZABLE = Pattern.compile("new (?:LocalizableText|DeliveryFailure)\\(\\s*\"([^\"]+)\"");
    /** The first value is a field, made of names and texts. */
    private static final Pattern REFUSAL = Pattern.compile(
            "(?:\\barchive\\(|gone\\(id,|(?:\\berror|refused|FieldError)\\((?:[^,\";]|\"[^\"]*\")*,)\\s*\"([a-z0-9-]+)\"");
    private static final String ERRORS = "org.trunkline.query/src/main/java/org/trunkline/query/tree/QueryError.java";
    private static final Pattern COMPLAINT = Pattern.compile("(?m)^    ([A-Z][A-Z_]+)\\(\"");
    /** Told to those who move a store, at the console. */
    private static final Set<String> CONSOLE = Set.of("store-move");

    @Test
    void everyReasonNotToAnswerHasACodeAndAText() throws IOException {
        assertTranslated(UNAVAILABLE, "unavailable.", 15);
    }

    @Test
    void everyAlarmHasAText() throws IOException {
        assertTranslated(ALARM, "alarm.", 25);
    }

    @Test
    void everyReasonThatANodeGivesHasAText() throws IOException {
        assertTranslated(LOCALIZABLE, "said.", 20);
    }

    /** A second text of one code hides the first, and only one of them is corrected. */
    @Test
    void noReasonHasTwoTexts() throws IOException {
        var told = Files.readAllLines(TEXTS).stream().filter(line -> line.startsWith("said.")).map(LocalizableTextTest::key).toList();
        var twice = new ArrayList<String>();
        for (var texts : Sources.under(BUNDLES, "messages.properties", "src/main"))
            if (!texts.equals(TEXTS))
                Files.readAllLines(texts).stream().map(LocalizableTextTest::key).filter(told::contains)
                        .forEach(key -> twice.add(key + " in " + BUNDLES.relativize(texts)));
        assertTrue(told.size() >= 100, () -> "found only " + told);
        assertEquals(List.of(), twice);
    }

    private static String key(String line) {
        return line.replaceFirst("=.*", "");
    }

    @Test
    void everyErrorOfAQueryHasAText() throws IOException {
        var complaints = Files.readString(BUNDLES.resolve(ERRORS));
        var codes = new TreeSet<String>();
        COMPLAINT.matcher(complaints).results().forEach(found -> codes.add(found.group(1).toLowerCase(Locale.ROOT).replace('_', '-')));
        assertTold(codes, "said.", 20);
    }

    /** Of the plug-ins' part, and of what it reads. In the area of the plug-ins, or where every view finds it. */
    @Test
    void everyRefusalOfAPluginHasAText() throws IOException {
        var codes = new TreeSet<String>();
        for (var source : Sources.under(BUNDLES, ".java", "src/main"))
            if (source.toString().contains("org.trunkline.plugin/") || source.endsWith("wire/json/Fields.java"))
                REFUSAL.matcher(Files.readString(source)).results().forEach(found -> codes.add(found.group(1)));
        var texts = new ArrayList<>(Files.readAllLines(TEXTS));
        texts.addAll(Files.readAllLines(BUNDLES.resolve(
                "org.trunkline.ui.plugins/src/main/resources/org/trunkline/ui/plugins/internal/messages.properties")));
        assertTrue(codes.size() >= 40, () -> "found only " + codes);
        assertEquals(List.of(), codes.stream().filter(code -> texts.stream().noneMatch(t -> t.startsWith("said." + code + "=")
                || t.startsWith("error." + code + "="))).toList());
    }

    /** @param least so that a pattern that finds nothing is seen */
    private static void assertTranslated(Pattern said, String prefix, int least) throws IOException {
        var codes = new TreeSet<String>();
        for (var source : Sources.under(BUNDLES, ".java", "src/main"))
            if (!source.toString().contains("org.trunkline.ui") && !source.toString().contains("testkit"))
                said.matcher(Files.readString(source)).results().forEach(found -> codes.add(found.group(1)));
        assertTold(codes, prefix, least);
    }

    private static void assertTold(Set<String> codes, String prefix, int least) throws IOException {
        var texts = Files.readAllLines(TEXTS);
        codes.removeAll(CONSOLE);
        assertTrue(codes.size() >= least, () -> "found only " + codes);
        assertEquals(List.of(), codes.stream().filter(code -> texts.stream().noneMatch(t -> t.startsWith(prefix + code + "="))).toList());
    }
}
