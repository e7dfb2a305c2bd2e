package org.trunkline.node.internal.settings.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.settings.NodeSetting.Effect;

class DeclarationsTest {
    private static final Path DOCUMENT = Path.of("../../docs/node.md");
    private static final String HEAD = "| name | default | takes effect | what it does |\n|---|---|---|---|\n";

    /** The table of the guide follows from the declaration; rewrite it with {@code -Dgolden.update=true}. */
    @Test
    void theGuideListsEverySetting() throws Exception {
        var document = Files.readString(DOCUMENT);
        int from = document.indexOf(HEAD) + HEAD.length();
        assertTrue(from >= HEAD.length(), DOCUMENT + " has no table of settings");
        int to = document.indexOf("\n\n", from) + 1;
        var table = Declarations.all().stream().map(DeclarationsTest::row).collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update"))
            Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
        else
            assertEquals(table, document.substring(from, to));
    }

    private static String row(Declaration declared) {
        var about = declared.about();
        String help = about.help().get("en").replace("|", "\\|");
        String range = about.min().isEmpty() ? "" : " (" + about.min() + " to " + about.max() + (about.unit().isEmpty() ? "" : " " + about.unit()) + ")";
        String otherwise = about.defaultValue().isEmpty() ? "none" : "`" + about.defaultValue() + "`";
        return "| `" + declared.name() + "` | " + otherwise + " | " + switch (declared.effect()) {
            case AT_ONCE -> "at once";
            case RESTART -> "restart";
            case AT_START -> "start only";
        } + " | " + help + range + " |\n";
    }

    @Test
    void everySettingHasWordsInEachLanguageAndAGroup() {
        var groups = Group.ALL.stream().map(group -> group.code()).toList();
        for (var declared : Declarations.all()) {
            assertTrue(groups.contains(declared.group()), declared.name());
            for (String language : List.of("en", "sv", "zh", "id")) {
                assertFalse(declared.about().label().getOrDefault(language, "").isBlank(), declared.name() + " " + language);
                assertFalse(declared.about().help().getOrDefault(language, "").isBlank(), declared.name() + " " + language);
                declared.about().choices().forEach((value, label) -> assertFalse(label.getOrDefault(language, "").isBlank(), declared.name() + " " + value));
            }
            assertTrue(declared.about().label().get("en").split(" ").length <= 3, declared.name());
            assertTrue(declared.name().startsWith("trunkline.") && declared.name().equals(declared.name().toLowerCase(Locale.ROOT)), declared.name());
        }
        for (var group : Group.ALL) {
            assertEquals(4, group.label().size(), group.code());
            assertTrue(Declarations.all().stream().anyMatch(it -> it.group().equals(group.code())), group.code());
        }
    }

    @Test
    void theSettingsOfAGroupStandTogetherInTheOrderOfGroups() {
        var order = Declarations.all().stream().map(Declaration::group).distinct().toList();
        assertEquals(Group.ALL.stream().map(group -> group.code()).toList(), order);
        var changes = Declarations.all();
        long borders = IntStream.range(1, changes.size()).filter(i -> !changes.get(i).group().equals(changes.get(i - 1).group()))
                .count();
        assertEquals(Group.ALL.size() - 1, borders);
    }

    @Test
    void defaultsAreAllowedValues() {
        for (var declared : Declarations.all())
            if (!declared.about().defaultValue().isEmpty())
                assertTrue(FieldRules.problem(declared.name(), declared.about(), declared.about().defaultValue()).isEmpty(), declared.name());
    }

    @Test
    void whatListensOrStoresWaitsForARestart() {
        for (String name : List.of("trunkline.sip.port", "trunkline.bind", "trunkline.http.port", "trunkline.store.url", "trunkline.realm"))
            assertEquals(Effect.RESTART, Declarations.of(name).effect(), name);
        for (String name : List.of("trunkline.region", "trunkline.emergency.numbers", "trunkline.dns", "trunkline.smtp.host",
                "trunkline.keep.records.days", "trunkline.tls.certificate"))
            assertEquals(Effect.AT_ONCE, Declarations.of(name).effect(), name);
        assertEquals(Effect.AT_START, Declarations.of("trunkline.data").effect());
    }
}
