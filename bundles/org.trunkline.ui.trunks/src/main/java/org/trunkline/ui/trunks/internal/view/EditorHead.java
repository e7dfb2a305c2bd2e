package org.trunkline.ui.trunks.internal.view;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;

/** The line above the fields: what is edited, what is wrong, and what can be done. UI thread only. */
final class EditorHead {
    private final Composite box;
    private final Label title;
    private final Label message;
    private final Button tryIt;
    private final Button save;
    private final Button revert;
    private final Button delete;
    private final Composite question;
    private final Text asked;
    private final Button yes;
    private final Button no;
    private final String closeText;
    private final String cancelText;
    private Palette palette = Palette.LIGHT;
    private Runnable confirmed = () -> { };

    EditorHead(Composite parent, Texts texts, Runnable onTry, Runnable onSave, Runnable onRevert, Runnable onDelete) {
        box = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(box);
        GridLayoutFactory.fillDefaults().numColumns(6).extendedMargins(12, 8, 6, 2).spacing(8, 4).applyTo(box);
        title = new Label(box, SWT.NONE);
        title.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        GridDataFactory.swtDefaults().applyTo(title);
        message = new Label(box, SWT.NONE);
        GridDataFactory.swtDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).applyTo(message);
        Palette.follow(message, palette -> message.setForeground(palette.muted()));
        tryIt = button(box, texts, "editor.try", onTry);
        offerTry(false);
        save = button(box, texts, "editor.save", onSave);
        revert = button(box, texts, "editor.revert", onRevert);
        delete = button(box, texts, "editor.delete", onDelete);
        question = new Composite(box, SWT.NONE);
        GridDataFactory.fillDefaults().span(6, 1).grab(true, false).exclude(true).applyTo(question);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(question);
        asked = NativeLook.of(new Text(question, SWT.WRAP | SWT.READ_ONLY | SWT.MULTI)); // can be selected and copied
        GridDataFactory.swtDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).applyTo(asked);
        Palette.follow(asked, newPalette -> {
            palette = newPalette;
            asked.setForeground(palette.bad());
        });
        yes = NativeLook.of(new Button(question, SWT.PUSH));
        GridDataFactory.swtDefaults().applyTo(yes);
        yes.addListener(SWT.Selection, e -> {
            Runnable action = confirmed;
            ask("");
            action.run();
        });
        no = button(question, texts, "editor.close", () -> ask(""));
        closeText = texts.get("editor.close");
        cancelText = texts.get("editor.cancel");
        question.setVisible(false);
    }

    private static Button button(Composite parent, Texts texts, String key, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        GridDataFactory.swtDefaults().applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    /** @param hint why it cannot be saved yet, where no field says so */
    void show(String what, boolean dirty, boolean saving, boolean right, boolean deletable, String hint) {
        set(title, dirty ? "* " + what : what);
        set(message, hint);
        message.setToolTipText(hint);
        save.setEnabled(dirty && right && !saving);
        revert.setEnabled(dirty && !saving);
        delete.setEnabled(deletable);
        box.layout(true);
    }

    private static void set(Label label, String text) {
        String shown = text.replace("&", "&&");
        if (!shown.equals(label.getText()))
            label.setText(shown);
    }

    /** Whether what is edited can be tried before it is saved. */
    void offerTry(boolean possible) {
        tryIt.setVisible(possible);
        ((GridData) tryIt.getLayoutData()).exclude = !possible;
    }

    /** Says something that stays until it is closed; an empty text closes it. */
    void ask(String text) {
        asked.setForeground(palette.bad());
        open(text, false);
    }

    /** As {@link #ask}, where nothing is wrong. */
    void note(String text) {
        asked.setForeground(palette.foreground());
        open(text, false);
    }

    /** As {@link #note}, with something that can be done next. */
    void offer(String text, String answer, Runnable action) {
        confirmed = action;
        asked.setForeground(palette.foreground());
        yes.setText(answer);
        open(text, true);
        no.setText(closeText);
    }

    /** Asks before it does something. */
    void confirm(String text, String answer, Runnable action) {
        confirmed = action;
        asked.setForeground(palette.bad());
        yes.setText(answer);
        open(text, true);
        yes.setFocus();
    }

    private void open(String text, boolean withAnswer) {
        asked.setText(text);
        boolean shown = !text.isEmpty();
        question.setVisible(shown);
        ((GridData) question.getLayoutData()).exclude = !shown;
        no.setText(withAnswer ? cancelText : closeText);
        yes.setVisible(withAnswer);
        ((GridData) yes.getLayoutData()).exclude = !withAnswer;
        box.getParent().layout(true, true);
    }
}
