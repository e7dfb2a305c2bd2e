package org.trunkline.ui.phone.internal.line;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.phone.LineState;
import org.trunkline.phone.PhoneException;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.dial.DialField;
import org.trunkline.ui.phone.internal.words.LineText;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;

/** Where a call is transferred to: a number, or another call of this phone. UI thread only. */
final class TransferRow {
    private final Texts texts = PhoneWords.texts();
    private final Supplier<LineState> line;
    private final DeskPhone phone;
    private final Composite pane;
    private final Label label;
    private final Text field;
    private final Button button;
    private final Composite others;
    private List<String> shown = List.of();
    private boolean rings;

    TransferRow(Composite parent, DeskPhone phone, Supplier<LineState> line, Consumer<String> refused) {
        this.line = line;
        this.phone = phone;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(pane);
        label = new Label(pane, SWT.NONE);
        field = new Text(pane, SWT.BORDER);
        field.setData("field", "transfer.to");
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(field);
        var dial = DialField.install(field, target -> transfer(target, refused));
        button = NativeLook.of(new Button(pane, SWT.PUSH));
        button.addListener(SWT.Selection, e -> dial.call());
        others = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().applyTo(others);
        GridDataFactory.fillDefaults().span(3, 1).grab(true, false).exclude(true).applyTo(others);
        pane.setVisible(false);
        say("transfer");
    }

    private void say(String what) {
        label.setText(texts.get(what + ".to"));
        AccessibleName.of(field, texts.get(what + ".to"));
        button.setText(texts.get(what + ".do"));
        button.setToolTipText(texts.get(what + ".do.tip"));
    }

    /** @param refused told why not, off the UI thread */
    void transfer(String target, Consumer<String> refused) {
        phone.command(service -> {
            try {
                service.transfer(line.get().id(), target);
            } catch (PhoneException e) {
                refused.accept(SaidText.create().of(e.text()));
            }
        });
    }

    Control control() {
        return pane;
    }

    void focus() {
        field.setFocus();
    }

    /** Offers to connect the call to others, or to send it on while it rings here. @return whether it needs another size */
    boolean show(boolean rings, List<LineState> calls, UnaryOperator<String> named) {
        if (rings != this.rings) {
            this.rings = rings;
            say(rings ? "forward" : "transfer");
        }
        var ids = calls.stream().map(LineState::id).toList();
        if (ids.equals(shown))
            return false;
        shown = ids;
        for (Control old : others.getChildren())
            old.dispose();
        for (LineState other : calls) {
            var button = NativeLook.of(new Button(others, SWT.PUSH));
            button.setText(texts.get("transfer.connect", LineText.create().party(other, named.apply(other.number())).replace("&", "&&")));
            button.setToolTipText(texts.get("transfer.connect.tip"));
            button.addListener(SWT.Selection, e -> phone.command(service -> service.connect(line.get().id(), other.id())));
        }
        ((GridData) others.getLayoutData()).exclude = calls.isEmpty();
        others.setVisible(!calls.isEmpty());
        return pane.getVisible();
    }
}
