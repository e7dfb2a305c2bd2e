package org.trunkline.ui.help.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuidesTest {
    private static final Path DOCS = Path.of("../../docs");
    private final Guides guides = Guides.load("en", GuidesTest::file);

    static @Nullable InputStream file(String id) {
        var file = DOCS.resolve(id + ".md");
        try {
            return Files.exists(file) ? Files.newInputStream(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Guides of(Map<String, String> texts) {
        return Guides.load("sv", id -> texts.containsKey(id) ? new ByteArrayInputStream(texts.get(id).getBytes(StandardCharsets.UTF_8)) : null);
    }

    @Test
    void theGuidesOfTheProductAreThere() {
        for (String id : List.of("first-tasks", "user-guide", "query-language", "node", "plugin-guide", "licences"))
            assertTrue(guides.guide(id).orElseThrow().sections().size() >= 1, id);
    }

    @Test
    void eachAreaOfTheDeskHasItsSection() {
        for (String view : List.of("org.trunkline.ui.calls.live", "org.trunkline.ui.cdr.records", "org.trunkline.ui.trunks.entries",
                "org.trunkline.ui.quality.charts", "org.trunkline.ui.plugins.list", "org.trunkline.ui.phone.lines"))
            assertTrue(guides.forView(view).isPresent(), view);
        assertFalse(guides.forView("org.example.view").isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "org.trunkline.ui.trunks.changes,  Changes",
        "org.trunkline.ui.trunks.settings, Node settings",
        "org.trunkline.ui.trunks.entries,  Phones and trunks",
        "org.trunkline.ui.cdr.routeTrial,  Try route",
        "org.trunkline.ui.cdr.allNodes,    Several nodes",
        "org.trunkline.ui.calls.nodes,     Several nodes"})
    void aViewWithASectionOfItsOwnLeadsThere(String view, String section) {
        assertEquals(section, guides.forView(view).orElseThrow().section().title());
    }

    @Test
    void aLinkLeadsToItsHeading() {
        var made = of(Map.of("node", "# Node\nSee [TLS](#tls-1-3) and [search](query-language.md).\n## TLS 1.3\n### Keys & files\nText\n",
                "query-language", "# Searching\nwords\n"));
        var node = made.guide("node").orElseThrow();
        assertEquals("TLS 1.3", made.follow(node, "#tls-13").orElseThrow().section().title());
        assertEquals("TLS 1.3", made.follow(node, "node.md#keys--files").orElseThrow().section().title());
        assertEquals("Searching", made.follow(node, "query-language.md").orElseThrow().section().title());
        assertTrue(made.follow(node, "adr/0001.md").isEmpty());
    }

    @Test
    void aGuideIsInTheLanguageOfTheDeskElseInEnglish() {
        var made = of(Map.of("node", "# Node\nSee [changes](user-guide.md#back).\n", "user-guide", "# Guide\n<!-- help: org.example.view -->\n## Changes\n### Back\ntext\n",
                "sv/user-guide", "# Handbok\n<!-- help: org.example.view -->\n## Ändringar\n### Tillbaka\nsök i texten, se [noden](../node.md)\n"));
        assertEquals(List.of("Node", "Handbok"), made.all().stream().map(Guide::title).sorted(Comparator.reverseOrder()).toList());
        assertEquals("Ändringar", made.forView("org.example.view.list").orElseThrow().section().title());
        assertEquals(List.of("Ändringar"), made.search("texten").stream().map(place -> place.section().title()).toList(), "the text shown is searched");
        assertEquals(List.of(), made.search("text changes"));
        var translated = made.guide("user-guide").orElseThrow();
        assertEquals("Node", made.follow(translated, "../node.md").orElseThrow().section().title());
        for (String link : List.of("#ändringar", "#tillbaka"))
            assertEquals("Ändringar", made.follow(translated, link).orElseThrow().section().title(), link);
        var english = made.guide("node").orElseThrow();
        for (String link : List.of("user-guide.md#changes", "user-guide.md#back"))
            assertEquals("Ändringar", made.follow(english, link).orElseThrow().section().title(), "links of a guide in English: " + link);
    }

    @Test
    void chineseIsFoundByTwoCharacters() {
        var made = of(Map.of("node", "# Node\n", "sv/node", "# 节点\n## 中继\n中继与号码\n"));
        assertEquals(List.of("中继"), made.search("中继　号码").stream().map(place -> place.section().title()).toList(), "by two words");
    }

    @Test
    void aLinkOpensAPlaceOfTheDesk() {
        assertEquals(new CommandLink("org.trunkline.ui.connect", Map.of()), CommandLink.of("command:org.trunkline.ui.connect").orElseThrow());
        assertEquals(new CommandLink("org.trunkline.ui.showCalls", Map.of("org.trunkline.ui.showCalls.query", "mos:bad started:yesterday")),
                CommandLink.of("command:org.trunkline.ui.showCalls(org.trunkline.ui.showCalls.query=mos:bad started:yesterday)").orElseThrow());
        for (String other : List.of("node.md", "https://example.com/command:x", "command:", "command:x(y)"))
            assertTrue(CommandLink.of(other).isEmpty(), other);
    }

    @Test
    void aColumnIsAsWideAsItsChinese() {
        var page = PageWriter.of("| 甲乙丙 | b |\n|---|---|\n| x | yy |\n");
        assertEquals(List.of(8), page.lines().getFirst().columns());
    }

    @Test
    void theSearchWantsAllWordsAndPrefersHeadings() {
        var made = of(Map.of("node", "# Node\ncertificate of the node\n## Certificate\nof a node, again\n## Else\nnothing\n```\n# no heading\n```\n"));
        var found = made.search("NODE certificate");
        assertEquals(List.of("Node", "Certificate"), found.stream().map(place -> place.section().title()).toList());
        assertEquals(List.of("Certificate", "Node"), made.search("certificate").stream().map(place -> place.section().title()).toList());
        assertEquals(List.of(), made.search("absent"));
        assertEquals(3, made.search(" ").size(), "a heading within code is none");
    }

    @Test
    void aPageHasItsTextLooksAndLinks() {
        var page = PageWriter.of("# Title\n\nPlain *soft* **strong** `code` and [a link](node.md).\n\n- one\n- two\n  more\n\n| a | b |\n|---|---|\n| x | yy |\n\n    block\n");
        assertEquals("Title\n\nPlain soft strong code and a link.\n\n•  one\n•  two more\n\na\tb\nx\tyy\n\nblock\n", page.text());
        assertEquals("a link", page.text().substring(page.links().getFirst().from(), page.links().getFirst().to()));
        assertTrue(page.spans().stream().anyMatch(span -> span.look() == Page.Look.BOLD && page.text().substring(span.from(), span.to()).equals("strong")));
        assertTrue(page.lines().stream().anyMatch(Page.LineSet::code));
        assertEquals(List.of(3), page.lines().stream().filter(line -> !line.columns().isEmpty()).findFirst().orElseThrow().columns());
    }

    @Test
    void everyPageOfTheProductCanBeLaidOut() {
        for (var guide : guides.all())
            for (var section : guide.sections()) {
                var page = PageWriter.of(section.markdown());
                int lines = (int) page.text().lines().count();
                assertTrue(page.lines().stream().allMatch(line -> line.first() + line.count() <= lines), guide.id() + " " + section.title());
                assertTrue(page.spans().stream().allMatch(span -> span.to() <= page.text().length()), guide.id() + " " + section.title());
            }
    }
}
