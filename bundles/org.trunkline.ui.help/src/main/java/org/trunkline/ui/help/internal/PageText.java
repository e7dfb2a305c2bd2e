package org.trunkline.ui.help.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.FontData;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.look.Palette;

/** Shows a {@link Page}; UI thread only. */
final class PageText {
    private static final int MARGIN = 12;
    private static final int TITLE_MORE = 6; // points
    private static final int HEADING_MORE = 3;

    private final StyledText text;
    private final Map<Page.Look, Font> fonts = new HashMap<>();
    private final int character; // pixels of an average one
    private Page page = new Page("", List.of(), List.of(), List.of());

    /** @param follow told of the target of a link that is clicked, or entered by the key Enter */
    PageText(Composite parent, Consumer<String> follow) {
        text = new StyledText(parent, SWT.MULTI | SWT.WRAP | SWT.READ_ONLY | SWT.V_SCROLL);
        text.setMargins(MARGIN, MARGIN, MARGIN, MARGIN);
        text.setLineSpacing(3);
        text.setFont(JFaceResources.getDialogFont());
        var gc = new GC(text);
        character = (int) Math.ceil(gc.getFontMetrics().getAverageCharacterWidth());
        gc.dispose();
        makeFonts();
        text.addListener(SWT.Dispose, e -> fonts.values().forEach(Font::dispose));
        text.addListener(SWT.MouseUp, e -> {
            if (e.button == 1 && text.getSelectionCount() == 0)
                followAt(text.getOffsetAtPoint(new Point(e.x, e.y)), follow);
        });
        text.addListener(SWT.KeyDown, e -> {
            if (e.character == SWT.CR)
                followAt(text.getCaretOffset(), follow);
        });
        Palette.follow(text, this::paint);
    }

    private void makeFonts() {
        FontData[] plain = text.getFont().getFontData();
        for (var look : Page.Look.values()) {
            if (look == Page.Look.CODE)
                continue;
            int more = look == Page.Look.TITLE ? TITLE_MORE : look == Page.Look.HEADING ? HEADING_MORE : 0;
            var data = new FontData[plain.length];
            for (int i = 0; i < plain.length; i++)
                data[i] = new FontData(plain[i].getName(), plain[i].getHeight() + more, look == Page.Look.ITALIC ? SWT.ITALIC : SWT.BOLD);
            fonts.put(look, new Font(text.getDisplay(), data));
        }
    }

    StyledText control() {
        return text;
    }

    void show(Page shown) {
        page = shown;
        text.setText(shown.text());
        for (var line : shown.lines()) {
            int indent = line.indent() * character;
            text.setLineIndent(line.first(), line.count(), indent);
            text.setLineWrapIndent(line.first(), line.count(), indent + line.hanging() * character);
            if (!line.columns().isEmpty())
                text.setLineTabStops(line.first(), line.count(), line.columns().stream().mapToInt(column -> column * character).toArray());
        }
        paint(Palette.of(text.getDisplay()));
        text.setTopPixel(0);
    }

    private void paint(Palette palette) {
        text.setBackground(palette.background());
        text.setForeground(palette.foreground());
        for (var line : page.lines())
            if (line.code())
                text.setLineBackground(line.first(), line.count(), palette.header());
        // ranges may not lie within each other: each stretch between two edges has one style
        var edges = new ArrayList<Integer>();
        page.spans().forEach(span -> edges.addAll(List.of(span.from(), span.to())));
        page.links().forEach(link -> edges.addAll(List.of(link.from(), link.to())));
        var sorted = edges.stream().distinct().sorted(Comparator.naturalOrder()).toList();
        var ranges = new ArrayList<StyleRange>();
        for (int i = 0; i + 1 < sorted.size(); i++)
            style(sorted.get(i), sorted.get(i + 1), palette).ifPresent(ranges::add);
        text.setStyleRanges(ranges.toArray(StyleRange[]::new));
    }

    private Optional<StyleRange> style(int from, int to, Palette palette) {
        var range = new StyleRange();
        range.start = from;
        range.length = Math.min(to, text.getCharCount()) - from;
        boolean plain = true;
        for (var span : page.spans())
            if (span.from() <= from && span.to() >= to) {
                range.font = span.look() == Page.Look.CODE ? JFaceResources.getTextFont() : fonts.get(span.look());
                plain = false;
            }
        for (var link : page.links())
            if (link.from() <= from && link.to() >= to) {
                range.underline = true;
                range.foreground = palette.fair();
                plain = false;
            }
        return plain || range.length <= 0 ? Optional.empty() : Optional.of(range);
    }

    private void followAt(int offset, Consumer<String> follow) {
        if (offset >= 0)
            page.links().stream().filter(link -> link.from() <= offset && offset < link.to()).findFirst()
                    .ifPresent(link -> follow.accept(link.target()));
    }
}
