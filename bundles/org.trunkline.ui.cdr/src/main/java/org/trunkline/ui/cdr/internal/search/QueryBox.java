package org.trunkline.ui.cdr.internal.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.query.QueryTokens;
import org.trunkline.query.Token;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.ChoicePopup;
import org.trunkline.ui.look.Palette;

/** The search field: colours the query's words, completes them, remembers past searches. UI thread. */
final class QueryBox {
    /** Asks for what could stand at the caret, and hands it over on the UI thread. */
    interface Completer {
        void complete(String text, int caret, Consumer<List<Completion>> found);
    }

    private static final int TYPING_PAUSE_MS = 150;

    private final Texts texts;
    private final StyledText text;
    private final ChoicePopup popup;
    private final Completer completer;
    private final Supplier<List<String>> history;
    private final Consumer<String> search;
    private final Runnable clear;
    private final Runnable down;
    private Palette palette = Palette.LIGHT;
    private List<Completion> completions = List.of();
    private List<String> past = List.of();
    private Optional<Integer> errorAt = Optional.empty();
    private boolean filling;
    private int edits;

    /**
     * @param search told on Enter
     * @param clear where Escape has emptied the field
     * @param down where Arrow down leads while nothing is offered, and Escape from the empty field
     */
    QueryBox(Composite parent, Texts texts, Completer completer, Supplier<List<String>> history,
            Consumer<String> search, Runnable clear, Runnable down) {
        this.texts = texts;
        this.completer = completer;
        this.history = history;
        this.search = search;
        this.clear = clear;
        this.down = down;
        text = new StyledText(parent, SWT.SINGLE | SWT.BORDER);
        text.setFont(JFaceResources.getTextFont());
        text.setMargins(8, 6, 8, 6);
        text.setToolTipText(texts.get("search.tip"));
        text.setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE); // the palette colours it, active or not
        text.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = texts.get("search.message");
            }
        });
        popup = new ChoicePopup(text, this::take);
        Palette.follow(text, next -> {
            palette = next;
            text.setBackground(palette.background());
            text.setForeground(palette.foreground());
            style();
        });
        text.addListener(SWT.Modify, e -> edited());
        text.addVerifyKeyListener(e -> e.doit = !key(e.keyCode, e.stateMask));
        text.addListener(SWT.Traverse, this::traverse);
        text.addListener(SWT.Paint, e -> placeholder(e.gc));
        text.addListener(SWT.FocusIn, e -> text.redraw());
        text.addListener(SWT.FocusOut, e -> text.redraw());
    }

    StyledText control() {
        return text;
    }

    String query() {
        return text.getText();
    }

    /** Puts a query in without searching. */
    void fill(String query) {
        popup.close();
        errorAt = Optional.empty();
        if (!query.equals(text.getText())) {
            filling = true;
            text.setText(query);
            text.setCaretOffset(query.length());
            filling = false;
        }
        style();
    }

    /** Underlines the text from where it went wrong; empty for nothing wrong. */
    void mark(Optional<Integer> position) {
        errorAt = position;
        style();
    }

    void showHistory() {
        past = history.get();
        completions = List.of();
        popup.open(past.isEmpty() ? List.of(texts.get("search.history.empty")) : past, 0, text.getSize().x);
        text.setFocus();
    }

    private void edited() {
        errorAt = Optional.empty();
        style();
        int mine = ++edits;
        if (filling)
            return;
        UiThread.later(text, TYPING_PAUSE_MS, () -> {
            if (mine == edits && text.isFocusControl() && !text.getText().isBlank())
                complete();
        });
    }

    private void complete() {
        String asked = text.getText();
        int mine = edits;
        completer.complete(asked, text.getCaretOffset(), found -> {
            if (mine != edits || text.isDisposed() || !text.isFocusControl())
                return;
            past = List.of();
            completions = found;
            int start = found.isEmpty() ? 0 : Math.min(found.getFirst().start(), text.getCharCount());
            popup.open(found.stream().map(Completion::label).toList(), text.getLocationAtOffset(start).x - 4, 220);
        });
    }

    /** @return whether the key was for us */
    private boolean key(int key, int mask) {
        if (key == SWT.CR || key == SWT.KEYPAD_CR) {
            enter();
            return true;
        }
        if (key == SWT.ESC) {
            escape();
            return true;
        }
        if (key == ' ' && (mask & SWT.MOD1) != 0) {
            complete();
            return true;
        }
        if (key == SWT.ARROW_DOWN || key == SWT.ARROW_UP) {
            if (popup.isOpen())
                popup.move(key == SWT.ARROW_DOWN ? 1 : -1);
            else if (key == SWT.ARROW_DOWN && (mask & SWT.ALT) != 0)
                showHistory();
            else if (key == SWT.ARROW_DOWN)
                down.run();
            return true;
        }
        return false;
    }

    private void enter() {
        if (popup.isOpen() && popup.selected() >= 0)
            take(popup.selected());
        else {
            popup.close();
            edits++; // a completion still under way comes too late
            search.accept(text.getText());
        }
    }

    /** From the list to the query, to all calls, to their table. */
    private void escape() {
        if (popup.isOpen())
            popup.close();
        else if (text.getCharCount() == 0)
            down.run();
        else {
            fill("");
            clear.run();
        }
    }

    private void traverse(Event e) {
        if (e.detail == SWT.TRAVERSE_TAB_NEXT && popup.isOpen() && popup.selected() >= 0) {
            e.doit = false;
            take(popup.selected());
        } else if (e.detail == SWT.TRAVERSE_TAB_NEXT || e.detail == SWT.TRAVERSE_TAB_PREVIOUS) {
            e.doit = true;
        }
    }

    private void take(int index) {
        popup.close();
        if (index < past.size()) {
            fill(past.get(index));
            search.accept(past.get(index));
        } else if (index < completions.size()) {
            Completion c = completions.get(index);
            int length = text.getCharCount();
            int start = Math.min(c.start(), length);
            int end = Math.clamp(c.end(), start, length);
            text.replaceTextRange(start, end - start, c.insert());
            text.setCaretOffset(start + c.insert().length());
        }
        text.setFocus();
    }

    private void style() {
        var ranges = new ArrayList<StyleRange>();
        for (Token token : QueryTokens.of(text.getText()))
            colour(token).ifPresent(colour -> ranges.add(new StyleRange(token.start(), token.end() - token.start(), colour,
                    null, token.is(Token.Kind.FIELD) ? SWT.BOLD : SWT.NORMAL)));
        text.setStyleRanges(ranges.toArray(StyleRange[]::new));
        errorAt.ifPresent(this::underline);
    }

    private Optional<Color> colour(Token token) {
        return switch (token.kind()) {
            case FIELD -> token.field().map(_ -> palette.series().getFirst());
            case AND, OR, NOT, MUST, TO -> Optional.of(palette.muted());
            case QUOTED, UNCLOSED -> Optional.of(palette.dark() ? palette.ok() : palette.series().get(2));
            case WORD, COMPARISON, OPEN, CLOSE, RANGE_OPEN, RANGE_CLOSE, EVERYTHING, STRAY -> Optional.empty();
        };
    }

    private void underline(int position) {
        String query = text.getText();
        if (query.isEmpty())
            return;
        int start = Math.clamp(position, 0, query.length() - 1);
        int end = start + 1;
        while (end < query.length() && !Character.isWhitespace(query.charAt(end)))
            end++;
        var style = new StyleRange(start, end - start, palette.bad(), null);
        style.underline = true;
        style.underlineStyle = SWT.UNDERLINE_SQUIGGLE;
        style.underlineColor = palette.bad();
        text.setStyleRange(style);
    }

    private void placeholder(GC gc) {
        if (text.getCharCount() > 0)
            return;
        gc.setForeground(palette.muted());
        gc.drawText(texts.get("search.message"), 10, (text.getClientArea().height - gc.getFontMetrics().getHeight()) / 2,
                true);
    }
}
