package org.trunkline.ui.phone.internal.pickup;

import java.util.List;
import java.util.function.UnaryOperator;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** A row with a button for each call that rings at a colleague. Has no room while none rings. UI thread only. */
public final class PickupPane {
    private static final int MOST = 5;

    private final Texts texts = PhoneWords.texts();
    private final Composite rows;
    private final UnaryOperator<String> names;
    private List<RingingCall> shown = List.of();

    /** @param names of numbers and users, where they are known */
    public PickupPane(Composite parent, UnaryOperator<String> names) {
        this.names = names;
        rows = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(rows);
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(rows);
    }

    /** @return whether it needs other room */
    public boolean show(List<RingingCall> calls) {
        var now = calls.stream().limit(MOST).toList();
        if (now.equals(shown))
            return false;
        shown = now;
        for (Control each : rows.getChildren())
            each.dispose();
        now.forEach(this::row);
        InLayout.show(rows, !now.isEmpty());
        rows.setVisible(!now.isEmpty());
        return true;
    }

    private void row(RingingCall call) {
        var label = new Label(rows, SWT.WRAP);
        var words = texts.get("pickup.rings", named("", call.peer()), named(call.name(), call.number()));
        label.setText(words.replace("&", "&&"));
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(label);
        var button = NativeLook.of(new Button(rows, SWT.PUSH));
        button.setText(texts.get("pickup.do"));
        AccessibleName.of(button, texts.get("pickup.do.name", words));
        button.addListener(SWT.Selection, e -> PickUpHandler.pickUp(call));
    }

    private String named(String given, String number) {
        String name = given.isEmpty() ? names.apply(number) : given;
        return name.isEmpty() || name.equals(number) ? number : name + "  " + number;
    }
}
