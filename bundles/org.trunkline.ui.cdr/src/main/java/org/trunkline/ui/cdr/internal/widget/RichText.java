package org.trunkline.ui.cdr.internal.widget;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Tone;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.Palette;

/** Text to read, select and copy, in the theme's colours; a tone stands as a sign before its words. UI thread. */
public final class RichText {
    public enum Style {
        PLAIN, MUTED, STRONG, HEADING
    }

    private record Run(int start, int length, Style style, Tone tone) {}

    private final StyledText text;
    private final StringBuilder pending = new StringBuilder();
    private final List<Run> runs = new ArrayList<>();
    private Palette palette = Palette.LIGHT;
    private IntFunction<String> tooltipOfLine = line -> "";
    private final TextLinks links;

    public RichText(Composite parent, String accessibleName) {
        text = new StyledText(parent, SWT.READ_ONLY | SWT.MULTI | SWT.WRAP | SWT.V_SCROLL);
        text.setMargins(12, 8, 8, 8);
        text.setLineSpacing(3);
        text.setCaret(null);
        text.setAlwaysShowScrollBars(false);
        text.setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE); // the palette colours it, active or not
        AccessibleName.of(text, accessibleName);
        text.addListener(SWT.MouseMove, e -> hovered(e.y));
        links = new TextLinks(text);
        Palette.follow(text, next -> {
            palette = next;
            text.setBackground(palette.background());
            text.setForeground(palette.foreground());
            style();
        });
    }

    public StyledText control() {
        return text;
    }

    /** Where values stand after their labels, in points. */
    public void tabs(int... stops) {
        text.setTabStops(stops);
        text.setWrapIndent(stops.length == 0 ? 0 : stops[0]);
    }

    public RichText clear() {
        pending.setLength(0);
        runs.clear();
        return this;
    }

    public RichText add(String words, Style style) {
        runs.add(new Run(pending.length(), words.length(), style, Tone.PLAIN));
        pending.append(words);
        return this;
    }

    /** The words behind the sign of their tone. */
    public RichText add(String words, Tone tone) {
        String sign = sign(tone);
        if (!sign.isEmpty()) {
            runs.add(new Run(pending.length(), sign.length(), Style.PLAIN, tone));
            pending.append(sign).append(' ');
        }
        return add(words, Style.PLAIN);
    }

    public RichText line() {
        pending.append('\n');
        return this;
    }

    /** Where these words appear they are links from now on. @param opened given the words of a link that was chosen */
    public void link(Collection<String> words, Consumer<String> opened) {
        links.of(words, opened);
    }

    /** Shows what was added, from its beginning where it is another text. */
    public void show() {
        String next = pending.toString().stripTrailing();
        if (!next.equals(text.getText())) {
            text.setText(next);
            text.setTopPixel(0);
        }
        links.find();
        style();
    }

    private void style() {
        var ranges = new ArrayList<StyleRange>();
        for (Run run : runs)
            if (run.length() > 0 && run.start() + run.length() <= text.getCharCount())
                ranges.add(range(run));
        text.setStyleRanges(ranges.toArray(StyleRange[]::new));
        links.style(palette.series().getFirst());
    }

    private StyleRange range(Run run) {
        Color colour = run.tone() != Tone.PLAIN ? palette.of(run.tone())
                : run.style() == Style.MUTED ? palette.muted() : palette.foreground();
        boolean strong = run.style() == Style.STRONG || run.style() == Style.HEADING;
        return new StyleRange(run.start(), run.length(), colour, null, strong ? SWT.BOLD : SWT.NORMAL);
    }

    private static String sign(Tone tone) {
        return switch (tone) {
            case OK -> "●";
            case FAIR -> "◆";
            case WARN -> "▲";
            case BAD -> "■";
            case OFF -> "○";
            case PLAIN -> "";
        };
    }

    /** A tooltip for each line, counted from 0; empty for none. */
    public void hover(IntFunction<String> tooltip) {
        tooltipOfLine = tooltip;
    }

    private void hovered(int y) {
        int line = text.getLineIndex(y);
        String tip = text.getCharCount() == 0 ? "" : tooltipOfLine.apply(line);
        if (!tip.equals(text.getToolTipText()))
            text.setToolTipText(tip);
    }

    /** Widest of the words, with room after them: a tab stop for values. */
    public int stopAfter(List<String> labels) {
        var gc = new GC(text);
        int widest = labels.stream().mapToInt(l -> gc.textExtent(l).x).max().orElse(0);
        gc.dispose();
        return widest + 24;
    }
}
