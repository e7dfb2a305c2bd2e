package org.trunkline.ui.plugins.internal;

import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;

/** A sentence in a pane that stays until it is closed, with a question's answer and a check box where there is one. UI thread. */
final class Notice {
    private final Composite box;
    private final Text text;
    private final Button option;
    private final Button answer;
    private final Button leave;
    private final Texts texts;
    private Palette palette = Palette.LIGHT;
    private boolean bad;
    private Runnable answered = () -> { };

    /** @param parent with a grid of one column */
    Notice(Composite parent, Texts texts) {
        this.texts = texts;
        box = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(box);
        GridLayoutFactory.fillDefaults().numColumns(3).margins(12, 6).spacing(8, 4).applyTo(box);
        text = NativeLook.of(new Text(box, SWT.WRAP | SWT.READ_ONLY | SWT.MULTI)); // can be selected and copied
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).span(3, 1).grab(true, false).hint(100, SWT.DEFAULT)
                .applyTo(text);
        AccessibleName.of(text, texts.get("notice"));
        option = NativeLook.of(new Button(box, SWT.CHECK));
        GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.CENTER).grab(true, false).applyTo(option);
        answer = button("", () -> {
            Runnable action = answered;
            close();
            action.run();
        });
        leave = button(texts.get("notice.cancel"), this::close);
        box.setVisible(false);
        Palette.follow(text, next -> {
            palette = next;
            text.setBackground(palette.background());
            text.setForeground(bad ? palette.bad() : palette.foreground());
        });
    }

    private Button button(String label, Runnable action) {
        var button = NativeLook.of(new Button(box, SWT.PUSH));
        button.setText(label);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    /** Something that went wrong. */
    void error(String sentence) {
        open(sentence, true, "", "", false);
    }

    /** Something that was done. */
    void note(String sentence) {
        open(sentence, false, "", "", false);
    }

    /** Asks before something is done. */
    void ask(String sentence, String yes, Runnable action) {
        answered = action;
        open(sentence, true, yes, "", false);
        answer.setFocus();
    }

    /** The same, with a choice. @param choose told whether the box was ticked */
    void ask(String sentence, String yes, String choice, Consumer<Boolean> choose) {
        answered = () -> choose.accept(option.getSelection());
        open(sentence, false, yes, choice, false);
        answer.setFocus();
    }

    void close() {
        open("", false, "", "", false);
    }

    private void open(String sentence, boolean wrong, String yes, String choice, boolean ticked) {
        bad = wrong;
        text.setText(sentence);
        text.setForeground(bad ? palette.bad() : palette.foreground());
        answer.setText(yes);
        option.setText(choice);
        option.setSelection(ticked);
        boolean asks = !yes.isEmpty();
        leave.setText(texts.get(asks ? "notice.cancel" : "notice.close"));
        ((GridData) text.getLayoutData()).horizontalSpan = asks ? 3 : 2;
        show(answer, asks);
        show(option, asks); // room beside the buttons of a question, also without a choice
        option.setVisible(!choice.isEmpty());
        show(box, !sentence.isEmpty());
        box.getParent().layout(true, true);
    }

    private static void show(Control control, boolean shown) {
        control.setVisible(shown);
        if (control.getLayoutData() instanceof GridData data)
            data.exclude = !shown;
        else
            GridDataFactory.swtDefaults().exclude(!shown).applyTo(control);
    }
}
