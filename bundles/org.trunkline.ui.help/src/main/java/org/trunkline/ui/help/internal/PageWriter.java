package org.trunkline.ui.help.internal;

import java.util.ArrayList;
import java.util.List;

import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.trunkline.ui.help.internal.Page.LineSet;
import org.trunkline.ui.help.internal.Page.Link;
import org.trunkline.ui.help.internal.Page.Look;
import org.trunkline.ui.help.internal.Page.Span;

/** Lays out Markdown as a {@link Page}. Images are left out: their guides say in words what they show. */
final class PageWriter extends AbstractVisitor {
    private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final int STEP = 3; // characters that a list is indented
    private static final int HANGING = 2; // as wide as a mark
    private static final int WIDEST_COLUMN = 34;
    private static final int FIRST_WIDE = 0x2E80; // the radicals of Chinese

    private final StringBuilder text = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();
    private final List<LineSet> lines = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private int indent;

    private PageWriter() {}

    static Page of(String markdown) {
        var writer = new PageWriter();
        PARSER.parse(markdown).accept(writer);
        return new Page(writer.text.toString().stripTrailing() + "\n", writer.spans, writer.lines, writer.links);
    }

    private int line() {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private void gap() {
        if (!text.isEmpty() && !text.toString().endsWith("\n\n"))
            text.append('\n');
    }

    private void look(Node node, Look look) {
        int from = text.length();
        visitChildren(node);
        spans.add(new Span(from, text.length(), look));
    }

    @Override
    public void visit(Heading heading) {
        gap();
        look(heading, heading.getLevel() == 1 ? Look.TITLE : heading.getLevel() == 2 ? Look.HEADING : Look.SMALL_HEADING);
        text.append("\n\n");
    }

    @Override
    public void visit(Paragraph paragraph) {
        int first = line();
        visitChildren(paragraph);
        text.append('\n');
        if (indent > 0)
            lines.add(new LineSet(first, line() - first, indent, 0, List.of(), false));
        else
            text.append('\n');
    }

    @Override
    public void visit(BulletList list) {
        items(list, 0);
    }

    @Override
    public void visit(OrderedList list) {
        items(list, list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber());
    }

    private void items(Node list, int number) {
        int outer = indent;
        for (var item = list.getFirstChild(); item != null; item = item.getNext())
            if (item instanceof ListItem) {
                String mark = number == 0 ? "•  " : number++ + ". ";
                int first = line();
                indent = outer + STEP;
                text.append(mark);
                visitChildren(item);
                lines.add(new LineSet(first, 1, outer + 1, HANGING, List.of(), false)); // over what its paragraph said
            }
        indent = outer;
        if (indent == 0)
            gap();
    }

    @Override
    public void visit(FencedCodeBlock block) {
        code(block.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        code(block.getLiteral());
    }

    private void code(String literal) {
        int first = line();
        int from = text.length();
        text.append(literal.stripTrailing()).append('\n');
        spans.add(new Span(from, text.length(), Look.CODE));
        lines.add(new LineSet(first, line() - first, indent + 2, 0, List.of(), true));
        gap();
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock table)
            table(table);
        else
            visitChildren(block);
    }

    private void table(TableBlock table) {
        var rows = new ArrayList<TableRow>();
        for (var part = table.getFirstChild(); part != null; part = part.getNext())
            for (var row = part.getFirstChild(); row != null; row = row.getNext())
                if (row instanceof TableRow each && !(part instanceof TableHead && cells(each).stream().allMatch(cell -> cell.getFirstChild() == null)))
                    rows.add(each);
        var columns = columns(rows);
        for (var row : rows) {
            int first = line();
            var cells = cells(row);
            for (int i = 0; i < cells.size(); i++) {
                int from = text.length();
                visitChildren(cells.get(i));
                if (row.getParent() instanceof TableHead)
                    spans.add(new Span(from, text.length(), Look.BOLD));
                if (i == cells.size() - 1)
                    text.append('\n');
                else if (width(text.substring(from)) > WIDEST_COLUMN) { // the next column begins below
                    text.append('\n').append("\t".repeat(i + 1));
                } else
                    text.append('\t');
            }
            lines.add(new LineSet(first, line() - first, 0, columns.isEmpty() ? 0 : columns.getLast(), columns, false));
        }
        gap();
    }

    /** Where each column but the first begins, by the widest cell before it. */
    private static List<Integer> columns(List<TableRow> rows) {
        var starts = new ArrayList<Integer>();
        int count = rows.stream().mapToInt(row -> cells(row).size()).max().orElse(0);
        int at = 0;
        for (int i = 0; i < count - 1; i++) {
            int column = i;
            at += 2 + rows.stream().map(PageWriter::cells).filter(cells -> cells.size() > column)
                    .mapToInt(cells -> of(cells.get(column))).filter(width -> width <= WIDEST_COLUMN).max().orElse(WIDEST_COLUMN);
            starts.add(at);
        }
        return starts;
    }

    private static int of(TableCell cell) {
        var writer = new PageWriter();
        writer.visitChildren(cell);
        return width(writer.text.toString());
    }

    /** In characters of Latin: those of Chinese are twice as wide. */
    private static int width(String text) {
        return text.codePoints().map(c -> c >= FIRST_WIDE ? 2 : 1).sum();
    }

    private static List<TableCell> cells(TableRow row) {
        var cells = new ArrayList<TableCell>();
        for (var cell = row.getFirstChild(); cell != null; cell = cell.getNext())
            if (cell instanceof TableCell each)
                cells.add(each);
        return cells;
    }

    @Override
    public void visit(org.commonmark.node.Link link) {
        int from = text.length();
        visitChildren(link);
        links.add(new Link(from, text.length(), link.getDestination()));
    }

    @Override
    public void visit(StrongEmphasis strong) {
        look(strong, Look.BOLD);
    }

    @Override
    public void visit(Emphasis emphasis) {
        look(emphasis, Look.ITALIC);
    }

    @Override
    public void visit(Code code) {
        int from = text.length();
        text.append(code.getLiteral());
        spans.add(new Span(from, text.length(), Look.CODE));
    }

    @Override
    public void visit(Text plain) {
        text.append(plain.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak end) {
        text.append(' ');
    }

    @Override
    public void visit(HardLineBreak end) {
        text.append('\n');
    }

    @Override
    public void visit(Image image) {}

    @Override
    public void visit(HtmlBlock block) {}
}
