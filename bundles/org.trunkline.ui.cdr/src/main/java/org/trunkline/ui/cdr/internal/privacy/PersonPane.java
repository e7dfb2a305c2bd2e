package org.trunkline.ui.cdr.internal.privacy;

import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.Palette;
import org.trunkline.ui.Texts;

/** A person's request: what is kept of them, out as a file, or gone. UI thread. */
final class PersonPane {
    private static final int WIDE = 320;

    private final Group pane;
    private final Text number;
    private final Button find;
    private final Button export;
    private final Button pseudonymise;
    private final Button erase;
    private final Label says;
    private Optional<PersonPreview> found = Optional.empty();
    private boolean busy;
    private boolean bad;

    /** What its buttons do; all but the first only after something was found. */
    record Actions(Runnable find, Runnable export, Runnable pseudonymise, Runnable erase) {}

    PersonPane(Composite parent, Texts texts, Actions actions) {
        pane = new Group(parent, SWT.NONE);
        pane.setText(texts.get("person.title"));
        GridLayoutFactory.fillDefaults().numColumns(3).margins(12, 8).spacing(10, 6).applyTo(pane);
        var label = new Label(pane, SWT.NONE);
        label.setText(texts.get("person.number"));
        label.setToolTipText(texts.get("person.number.tip"));
        number = new Text(pane, SWT.BORDER);
        number.setMessage("+46701234567");
        number.setToolTipText(texts.get("person.number.tip"));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(number);
        number.addListener(SWT.Modify, e -> forget());
        number.addListener(SWT.DefaultSelection, e -> {
            if (!number().isEmpty())
                actions.find().run();
        });
        find = RetentionPane.button(pane, texts, "person.find", actions.find());
        says = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(3, 1).hint(WIDE, SWT.DEFAULT).applyTo(says);
        Palette.follow(says, palette -> says.setForeground(bad ? palette.bad() : palette.foreground()));
        var bar = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(bar);
        GridDataFactory.fillDefaults().span(3, 1).applyTo(bar);
        export = RetentionPane.button(bar, texts, "person.export", actions.export());
        pseudonymise = RetentionPane.button(bar, texts, "person.pseudonymise", actions.pseudonymise());
        erase = RetentionPane.button(bar, texts, "person.erase", actions.erase());
        enable();
    }

    Group control() {
        return pane;
    }

    String number() {
        return number.getText().strip();
    }

    Optional<PersonPreview> found() {
        return found;
    }

    /** Nothing may be done to a number that was changed since it was looked for. */
    private void forget() {
        found = Optional.empty();
        enable();
    }

    void busy(String text) {
        busy = true;
        say(text, false);
    }

    void found(PersonPreview preview, String text) {
        found = Optional.of(preview).filter(p -> p.number().equals(number()));
        busy = false;
        say(text, false);
    }

    void done(String text, boolean failed) {
        busy = false;
        say(text, failed);
    }

    private void say(String text, boolean failed) {
        bad = failed;
        says.setForeground(bad ? Palette.of(says.getDisplay()).bad() : Palette.of(says.getDisplay()).foreground());
        says.setText(text.replace("&", "&&"));
        pane.requestLayout();
        enable();
    }

    private void enable() {
        boolean any = !busy && found.filter(p -> p.calls() > 0).isPresent();
        find.setEnabled(!busy && !number().isEmpty());
        export.setEnabled(any);
        pseudonymise.setEnabled(any);
        erase.setEnabled(any);
    }

    void setFocus() {
        number.setFocus();
    }
}
