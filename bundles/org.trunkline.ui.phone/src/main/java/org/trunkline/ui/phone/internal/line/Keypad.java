package org.trunkline.ui.phone.internal.line;

import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Twelve keys that send tones (RFC 4733), by the mouse or typed. UI thread only. */
final class Keypad {
    private static final String KEYS = "123456789*0#";
    private static final String ALL_KEYS = KEYS + "ABCD";
    private static final int COLUMNS = 3;
    private static final int WIDTH = 48;

    private final Composite pane;

    Keypad(Composite parent, Consumer<Character> pressed) {
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(COLUMNS).spacing(4, 4).applyTo(pane);
        AccessibleName.of(pane, PhoneWords.texts().get("line.keypad.name"));
        for (char key : KEYS.toCharArray()) {
            var button = NativeLook.of(new Button(pane, SWT.PUSH));
            button.setText(String.valueOf(key));
            GridDataFactory.fillDefaults().hint(WIDTH, SWT.DEFAULT).applyTo(button);
            button.addListener(SWT.Selection, e -> pressed.accept(key));
            button.addListener(SWT.KeyDown, e -> {
                if (isKey(e.character))
                    pressed.accept(Character.toUpperCase(e.character));
            });
        }
        pane.setVisible(false);
    }

    static boolean isKey(char key) {
        return ALL_KEYS.indexOf(Character.toUpperCase(key)) >= 0;
    }

    Composite control() {
        return pane;
    }
}
