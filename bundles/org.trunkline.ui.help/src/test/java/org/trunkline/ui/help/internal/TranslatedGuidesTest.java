package org.trunkline.ui.help.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The guides in Swedish, Chinese and Indonesian say what the English ones say: the same headings, steps, code and links, and the
 * labels that the desk shows. A change of one is noticed here.
 */
class TranslatedGuidesTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create())).build();
    /** Those of users, which quote the desk. */
    private static final List<String> GUIDES = List.of("first-tasks", "query-language", "user-guide");
    /** Not texts of the desk where they are emphasised: words of presence, names of changes, keys, the beginning of a text and of an item, what a browser shows. */
    private static final Set<String> NO_LABELS = Set.of("tile", "meeting", "closed", "cut", "probe …", "scheduled call …", "Ctrl+Y",
            "Ctrl+Shift+Z", "Not sent", "Take back", "Share", "Add to Home Screen");

    /** What is compared of a guide, in the order of the text. */
    private static final class Outline extends AbstractVisitor {
        private final List<String> shape = new ArrayList<>();
        private final List<List<String>> code = new ArrayList<>(List.of(new ArrayList<>()));
        private final List<List<String>> emphasis = new ArrayList<>(List.of(new ArrayList<>()));
        private final List<String> italics = new ArrayList<>();
        private final List<String> links = new ArrayList<>();

        static Outline of(Path guide) throws IOException {
            var outline = new Outline();
            PARSER.parse(Files.readString(guide)).accept(outline);
            return outline;
        }

        private void enter(String what, Node node) {
            shape.add(what);
            visitChildren(node);
        }

        @Override
        public void visit(Heading heading) {
            code.add(new ArrayList<>());
            emphasis.add(new ArrayList<>());
            enter("heading " + heading.getLevel(), heading);
        }

        @Override
        public void visit(BulletList list) {
            enter("list", list);
        }

        @Override
        public void visit(OrderedList list) {
            enter("steps", list);
        }

        @Override
        public void visit(ListItem item) {
            enter("item", item);
        }

        @Override
        public void visit(CustomBlock table) {
            enter("table", table);
        }

        @Override
        public void visit(CustomNode cell) {
            enter(cell.getClass().getSimpleName(), cell);
        }

        @Override
        public void visit(HtmlBlock comment) {
            shape.add(comment.getLiteral());
        }

        @Override
        public void visit(FencedCodeBlock block) {
            shape.add(block.getLiteral());
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            shape.add(block.getLiteral());
        }

        @Override
        public void visit(Code words) {
            code.getLast().add(words.getLiteral());
        }

        @Override
        public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Emphasis text) {
            var parts = parts(text);
            emphasis.getLast().addAll(parts);
            italics.addAll(parts);
            visitChildren(text);
        }

        @Override
        public void visit(StrongEmphasis text) {
            emphasis.getLast().addAll(parts(text));
            visitChildren(text);
        }

        /** A label, or those of a path: {@code File › New}. */
        private static List<String> parts(Node emphasis) {
            var text = new StringBuilder();
            emphasis.accept(new AbstractVisitor() {
                @Override
                public void visit(Text plain) {
                    text.append(plain.getLiteral());
                }

                @Override
                public void visit(Code words) {
                    text.append(words.getLiteral());
                }

                @Override
                public void visit(SoftLineBreak end) {
                    text.append(' ');
                }
            });
            return List.of(text.toString().split(" › "));
        }
    }

    private static List<DynamicTest> ofEach(Pair pair) throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (String language : List.of("sv", "zh", "id"))
            for (Path other : files(DOCS.resolve(language)))
                tests.add(DynamicTest.dynamicTest(language + " " + other.getFileName(),
                        () -> pair.compare(DOCS.resolve(other.getFileName()), other, language)));
        return tests;
    }

    private interface Pair {
        void compare(Path english, Path other, String language) throws IOException;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    @Test
    void theGuidesOfUsersAreInEachLanguage() {
        for (String language : List.of("sv", "zh", "id"))
            for (String guide : GUIDES)
                assertTrue(Files.exists(DOCS.resolve(language).resolve(guide + ".md")), language + " " + guide);
    }

    @TestFactory
    List<DynamicTest> headingsStepsTablesAndCodeBlocksAreTheSame() throws IOException {
        return ofEach((english, other, language) -> assertEquals(String.join("\n", Outline.of(english).shape),
                String.join("\n", Outline.of(other).shape)));
    }

    @TestFactory
    List<DynamicTest> eachSectionHasTheSameCode() throws IOException {
        return ofEach((english, other, language) -> assertEquals(sorted(Outline.of(english).code), sorted(Outline.of(other).code)));
    }

    /** The order of words differs between languages. */
    private static String sorted(List<List<String>> sections) {
        return sections.stream().map(section -> section.stream().sorted().collect(Collectors.joining(" | "))).collect(Collectors.joining("\n"));
    }

    @TestFactory
    List<DynamicTest> linksLeadToTheSamePlaces() throws IOException {
        var english = guides("en");
        return ofEach((original, other, language) -> {
            String id = original.getFileName().toString().replace(".md", "");
            assertEquals(places(english, id, Outline.of(original).links), places(guides(language), id, Outline.of(other).links));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sv", "zh", "id"})
    void linksOfGuidesInEnglishLeadIntoTheTranslations(String language) throws IOException {
        for (String guide : List.of("node", "plugin-guide", "glossary", "changelog")) {
            var links = Outline.of(DOCS.resolve(guide + ".md")).links;
            assertEquals(places(guides("en"), guide, links), places(guides(language), guide, links), guide);
        }
    }

    private static Guides guides(String language) {
        return Guides.load(language, GuidesTest::file);
    }

    private static String places(Guides guides, String id, List<String> links) {
        var from = guides.guide(id).orElseThrow();
        return links.stream().map(link -> link.contains(":") ? link : guides.follow(from, link)
                .map(to -> to.guide().id() + " " + to.guide().sections().indexOf(to.section())).orElse("nowhere: " + link))
                .sorted().collect(Collectors.joining("\n"));
    }

    @Test
    void theEnglishGuidesQuoteTheTextsOfTheDesk() throws IOException {
        var labels = DeskLabels.read();
        for (String guide : GUIDES)
            assertEquals(List.of(), Outline.of(DOCS.resolve(guide + ".md")).italics.stream().distinct()
                    .filter(text -> !labels.isShown(text) && !NO_LABELS.contains(text)).toList(), guide);
    }

    @TestFactory
    List<DynamicTest> theTranslationsQuoteThemAsTheDeskShowsThem() throws IOException {
        var labels = DeskLabels.read();
        return ofEach((english, other, language) -> {
            var ours = Outline.of(english).emphasis;
            var theirs = Outline.of(other).emphasis;
            var wrong = new ArrayList<String>();
            for (int i = 0; i < ours.size(); i++)
                wrong.addAll(wrong(labels, ours.get(i), theirs.get(i), language));
            assertEquals("", String.join("\n", wrong));
        });
    }

    /** What a section quotes otherwise than the desk shows it. */
    private static List<String> wrong(DeskLabels labels, List<String> english, List<String> other, String language) {
        var left = new ArrayList<>(other);
        var wrong = new ArrayList<String>();
        for (String text : english) {
            if (!labels.isShown(text) || NO_LABELS.contains(text))
                continue;
            var found = left.stream().filter(each -> labels.isTranslated(text, each, language)).findFirst();
            if (found.isEmpty())
                wrong.add(text + " is " + labels.translations(text, language) + " in " + language + ", not one of " + left);
            found.ifPresent(left::remove);
        }
        if (english.size() != other.size())
            wrong.add(english + " are " + english.size() + ", but " + other + " are " + other.size());
        return wrong;
    }

    /** A link to a command that no bundle declares would do nothing. */
    @Test
    void eachOfTheFirstTasksOpensItsPlaces() throws IOException {
        var declared = declaredCommands();
        for (var task : guides("en").guide("first-tasks").orElseThrow().sections().stream().skip(1).toList()) {
            var links = PageWriter.of(task.markdown()).links().stream().map(Page.Link::target).filter(link -> link.startsWith("command:")).toList();
            assertFalse(links.isEmpty(), task.title());
            for (var link : links.stream().map(CommandLink::of).map(Optional::orElseThrow).toList())
                assertTrue(declared.containsAll(Stream.concat(Stream.of(link.command()), link.parameters().keySet().stream()).toList()), link.toString());
        }
    }

    private static Set<String> declaredCommands() throws IOException {
        var ids = Pattern.compile("<command(?:Parameter)? id=\"([^\"]+)\"");
        var found = new HashSet<String>();
        for (String bundle : List.of("org.trunkline.ui", "org.trunkline.ui.trunks", "org.trunkline.ui.cdr", "org.trunkline.ui.plugins"))
            ids.matcher(Files.readString(Path.of("..", bundle, "plugin.xml"))).results().forEach(id -> found.add(id.group(1)));
        return found;
    }
}
