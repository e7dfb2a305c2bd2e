package org.trunkline.ui.cdr.internal.widget;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Cursor;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.trunkline.domain.config.Names;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;

/** Words of a text that lead somewhere: by a click, or with Tab and Enter. UI thread. */
final class TextLinks {
    /** @param end exclusive */
    record Link(int start, int end, String words) {}

    private final StyledText text;
    private List<String> wanted = List.of();
    private Consumer<String> opened = words -> { };
    private List<Link> links = List.of();
    private int chosen = -1;

    TextLinks(StyledText text) {
        this.text = text;
        text.addListener(SWT.MouseMove, e -> text.setCursor(at(e).map(_ -> hand()).orElse(null))); // null for the usual one
        text.addListener(SWT.MouseUp, e -> {
            if (e.button == 1 && text.getSelectionCount() == 0)
                at(e).ifPresent(this::open);
        });
        text.addListener(SWT.MenuDetect, this::menu);
        text.addListener(SWT.Traverse, this::traversed);
        text.addListener(SWT.KeyDown, e -> {
            if ((e.keyCode == SWT.CR || e.keyCode == SWT.KEYPAD_CR) && chosen >= 0 && chosen < links.size())
                open(links.get(chosen));
        });
        text.addListener(SWT.FocusOut, e -> chosen = -1);
    }

    private Cursor hand() {
        return text.getDisplay().getSystemCursor(SWT.CURSOR_HAND);
    }

    void of(Collection<String> words, Consumer<String> open) {
        wanted = words.stream().filter(w -> !w.isBlank()).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
        opened = open;
    }

    /** Looks for the words in the text as it is now. */
    void find() {
        links = find(text.getText(), wanted);
        chosen = -1;
    }

    /** Whole words only, the longest where they overlap, in the order of the text. @param wanted the longest first */
    static List<Link> find(String text, List<String> wanted) {
        var found = new ArrayList<Link>();
        for (String words : wanted)
            for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length())) {
                int start = at;
                int end = at + words.length();
                if (isEdge(text, start - 1) && isEdge(text, end)
                        && found.stream().noneMatch(l -> l.start() < end && start < l.end()))
                    found.add(new Link(start, end, words));
            }
        found.sort(Comparator.comparingInt(Link::start));
        return List.copyOf(found);
    }

    private static boolean isEdge(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at)) && "+@_".indexOf(text.charAt(at)) < 0;
    }

    void style(Color colour) {
        for (Link link : links) {
            var range = new StyleRange(link.start(), link.end() - link.start(), colour, null);
            range.underline = true;
            text.setStyleRange(range);
        }
    }

    private Optional<Link> at(Event e) {
        return at(new Point(e.x, e.y));
    }

    private Optional<Link> at(Point point) {
        int offset = text.getOffsetAtPoint(point);
        return offset < 0 ? Optional.empty()
                : links.stream().filter(l -> l.start() <= offset && offset < l.end()).findFirst();
    }

    /** Of the number under the pointer, or of the one that was chosen by Tab. */
    private void menu(Event e) {
        var shown = e.detail == SWT.MENU_MOUSE ? at(text.toControl(e.x, e.y))
                : chosen >= 0 && chosen < links.size() ? Optional.of(links.get(chosen)) : Optional.<Link>empty();
        shown.filter(link -> Names.isDialled(link.words())).ifPresent(link -> {
            e.doit = false;
            var texts = Texts.of(TextLinks.class);
            var menu = new Menu(text);
            item(menu, texts.get("link.call", link.words()), () -> DeskCommands.call(link.words()));
            item(menu, texts.get("link.call-over", link.words()), () -> DeskCommands.callOver(link.words()));
            item(menu, texts.get("link.message", link.words()), () -> DeskCommands.message(link.words()));
            item(menu, texts.get("link.owner", link.words()), () -> open(link));
            menu.addListener(SWT.Hide, _ -> text.getDisplay().asyncExec(menu::dispose)); // after the selection
            menu.setVisible(true);
        });
    }

    private static void item(Menu menu, String label, Runnable action) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label);
        item.addListener(SWT.Selection, e -> action.run());
    }

    private void open(Link link) {
        opened.accept(link.words());
    }

    private void traversed(Event e) {
        boolean next = e.detail == SWT.TRAVERSE_TAB_NEXT;
        if (!next && e.detail != SWT.TRAVERSE_TAB_PREVIOUS)
            return;
        int to = next ? chosen + 1 : chosen - 1;
        boolean here = to >= 0 && to < links.size();
        if (here) {
            chosen = to;
            text.setSelection(links.get(to).start(), links.get(to).end());
        }
        e.doit = !here;
    }
}
