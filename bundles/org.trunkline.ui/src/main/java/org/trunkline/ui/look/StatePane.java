package org.trunkline.ui.look;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.layout.RowLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ProgressBar;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;

/**
 * What every view is made of: loading, empty, error, or its content. UI thread only.
 *
 * <p>Loading is shown only when it takes longer than {@value #PATIENCE_MS} ms, so that quick answers do not flicker.
 */
public final class StatePane {
    private static final int PATIENCE_MS = 200;
    private static final int TEXT_WIDTH = 460;
    private static final int MARGIN = 16;
    private static final int BETWEEN = 5;

    private final Composite stack;
    private final StackLayout layout = new StackLayout();
    private final Composite content;
    private final Texts texts = Texts.of(StateText.class);
    private final Formats formats = Formats.ofPreferences();
    private Optional<Composite> notice = Optional.empty();
    private Consumer<Boolean> switched = content -> { };
    private int turn;

    public StatePane(Composite parent) {
        stack = new Composite(parent, SWT.NONE);
        stack.setLayout(layout);
        content = new Composite(stack, SWT.NONE);
        content.setLayout(new FillLayout());
        layout.topControl = content;
    }

    public Control control() {
        return stack;
    }

    /** Where the view puts its widgets; a {@link FillLayout} unless it sets another. */
    public Composite content() {
        return content;
    }

    public boolean showsContent() {
        return layout.topControl == content;
    }

    /** Told each time whether the content is shown now, or a page in its place. */
    public void onSwitch(Consumer<Boolean> listener) {
        switched = listener;
    }

    /** Changes with whatever is shown next. */
    public int turn() {
        return turn;
    }

    public void showContent() {
        turn++;
        if (!showsContent())
            show(content);
    }

    /** @param what in the present participle: {@code Loading trunks…} */
    public void showLoading(String what) {
        int mine = ++turn;
        UiThread.later(stack, PATIENCE_MS, () -> {
            if (mine == turn)
                showPage(page -> {
                    sentence(page, what);
                    var bar = new ProgressBar(page, SWT.INDETERMINATE);
                    GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.CENTER).hint(220, SWT.DEFAULT).applyTo(bar);
                });
        });
    }

    /** @param sentence {@code No trunks yet.} @param actions what fills it */
    public void showEmpty(String sentence, List<PaneAction> actions) {
        showPage(page -> {
            sentence(page, sentence);
            buttons(page, actions);
        });
    }

    public void showEmpty(String sentence, PaneAction... actions) {
        showEmpty(sentence, List.of(actions));
    }

    /** Says what went wrong and since when, with a button to try again. */
    public void showError(Failure failure, Runnable retry) {
        showPage(page -> {
            sentence(page, failure.message());
            muted(page, texts.get("pane.since", formats.dateTime(failure.since())));
            buttons(page, List.of(new PaneAction(texts.get("pane.retry"), retry)));
        });
    }

    /** Shows a page of the view's own, centred. @param filler puts widgets into a one-column grid */
    public void showPage(Consumer<Composite> filler) {
        turn++;
        var outer = new Composite(stack, SWT.NONE);
        GridLayoutFactory.swtDefaults().margins(MARGIN, MARGIN).applyTo(outer);
        var page = new Composite(outer, SWT.NONE);
        GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.CENTER).grab(true, true).applyTo(page);
        GridLayoutFactory.fillDefaults().spacing(8, 10).applyTo(page); // wrap() knows of the margins around it alone
        filler.accept(page);
        outer.addListener(SWT.Resize, e -> wrap(page, outer.getClientArea().width - 2 * MARGIN));
        show(outer);
        notice = Optional.of(outer);
    }

    private void show(Composite top) {
        boolean focused = notice.filter(StatePane::holdsFocus).isPresent();
        layout.topControl = top;
        switched.accept(top == content);
        stack.layout(true, true);
        notice.filter(old -> old != top).ifPresent(Control::dispose);
        notice = Optional.empty();
        if (focused)
            top.setFocus();
    }

    private static boolean holdsFocus(Composite composite) {
        for (Control c = composite.getDisplay().getFocusControl(); c != null; c = c.getParent())
            if (c == composite)
                return true;
        return false;
    }

    private static void sentence(Composite page, String text) {
        var label = new Label(page, SWT.WRAP | SWT.CENTER);
        label.setText(text.replace("&", "&&"));
        wrapped(label);
    }

    private static void muted(Composite page, String text) {
        var label = new Label(page, SWT.WRAP | SWT.CENTER);
        label.setText(text);
        wrapped(label);
        Palette.follow(label, palette -> label.setForeground(palette.muted()));
    }

    private static void wrapped(Label label) {
        int natural = label.computeSize(SWT.DEFAULT, SWT.DEFAULT).x;
        GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.CENTER)
                .hint(Math.min(natural, TEXT_WIDTH), SWT.DEFAULT).applyTo(label);
    }

    /** A pane may be narrower than a sentence, and than its buttons side by side. */
    private static void wrap(Composite page, int width) {
        for (Control child : page.getChildren())
            if (child.getLayoutData() instanceof GridData data)
                if (child instanceof Label label)
                    data.widthHint = atMost(label, Math.min(TEXT_WIDTH, width));
                else if (child instanceof Composite row && row.getLayout() instanceof RowLayout)
                    data.widthHint = atMost(row, width);
        page.getParent().layout(true, true);
    }

    private static int atMost(Control control, int width) {
        return Math.max(1, Math.min(control.computeSize(SWT.DEFAULT, SWT.DEFAULT).x, width));
    }

    private static void buttons(Composite page, List<PaneAction> actions) {
        if (actions.isEmpty())
            return;
        var row = new Composite(page, SWT.NONE);
        row.setLayout(RowLayoutFactory.fillDefaults().wrap(true).spacing(BETWEEN).create());
        GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.CENTER).applyTo(row);
        for (PaneAction action : actions) {
            var button = NativeLook.of(new Button(row, SWT.PUSH));
            button.setText(action.label());
            button.addListener(SWT.Selection, e -> action.action().run());
        }
    }
}
