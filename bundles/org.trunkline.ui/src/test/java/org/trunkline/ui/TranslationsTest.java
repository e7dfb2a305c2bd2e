package org.trunkline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.eclipse.jface.resource.JFaceResources;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;

/** Every text of the desk is there in every language, with its values. */
class TranslationsTest {
    /** With its format, but for a choice: not every language tells one from many. */
    private static final Pattern VALUE = Pattern.compile("\\{\\d(?:(?=,choice)|[^}]*)");
    private static final List<String> LANGUAGES = List.of("sv", "zh", "id");
    private static final List<String> BUNDLES = List.of("org.trunkline.ui", "org.trunkline.ui.calls",
            "org.trunkline.ui.trunks", "org.trunkline.ui.cdr", "org.trunkline.ui.quality", "org.trunkline.ui.plugins", "org.trunkline.ui.phone", "org.trunkline.ui.help");

    @TestFactory
    List<DynamicTest> everyFileIsTranslatedWhole() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (String bundle : BUNDLES)
            for (Path english : english(Path.of("..", bundle)))
                for (String language : LANGUAGES)
                    tests.add(DynamicTest.dynamicTest(english.getFileName() + " " + bundle + " " + language,
                            () -> compare(english, language)));
        return tests;
    }

    private static List<Path> english(Path bundle) throws IOException {
        var found = new ArrayList<Path>();
        for (String root : List.of("src/main/resources", "OSGI-INF/l10n"))
            try (var files = Files.walk(bundle.resolve(root))) {
                files.filter(p -> p.getFileName().toString().matches("(messages|bundle)\\.properties"))
                        .forEach(found::add);
            }
        return found;
    }

    private static void compare(Path english, String language) throws IOException {
        Properties one = load(english);
        Properties other = load(english.resolveSibling(
                english.getFileName().toString().replace(".properties", "_" + language + ".properties")));
        assertEquals(new TreeSet<>(one.keySet()), new TreeSet<>(other.keySet()));
        one.stringPropertyNames().forEach(key -> assertEquals(values(one.getProperty(key)),
                values(other.getProperty(key)), key));
    }

    private static String values(String text) {
        return VALUE.matcher(text).results().map(r -> r.group()).distinct().sorted().collect(Collectors.joining());
    }

    private static Properties load(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }

    /** A fragment of JFace holds them; a key that JFace does not know would never be seen. */
    @Test
    void thePlatformsButtonsAreTranslatedAlike() throws IOException {
        var english = new Properties();
        try (var in = Objects.requireNonNull(JFaceResources.class.getResourceAsStream("/org/eclipse/jface/messages.properties"))) {
            english.load(in);
        }
        var words = Path.of("..", "org.trunkline.ui.words", "src/main/resources/org/eclipse/jface");
        var keys = load(words.resolve("messages_sv.properties")).keySet();
        assertTrue(keys.containsAll(List.of("ok", "cancel", "apply", "PreferencesDialog.okButtonLabel")), keys.toString());
        for (String language : LANGUAGES) {
            var other = load(words.resolve("messages_" + language + ".properties"));
            assertEquals(keys, other.keySet(), language);
            other.stringPropertyNames().forEach(key ->
                    assertEquals(values(english.getProperty(key, "{9}")), values(other.getProperty(key)), key));
        }
    }

    @Test
    void everyStateHasAWord() {
        var words = new StateText(Texts.of(StateText.class, Locale.ENGLISH));
        for (var state : CallState.values())
            assertTrue(!words.of(state).isEmpty());
        for (var state : TrunkStatus.State.values())
            assertTrue(!words.of(state).isEmpty());
        for (var direction : Direction.values())
            assertTrue(!words.of(direction).isEmpty());
        for (var cause : Cause.values())
            assertTrue(!words.of(cause).isEmpty());
        for (var side : EndedBy.values())
            assertTrue(!words.of(side).isEmpty());
    }
}
