package org.trunkline.ui.look;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

/** Changes controls only where they differ, and says whether what is around them must be laid out. UI thread only. */
public final class InLayout {
    private InLayout() {}

    /** Shows or hides a control, which has no room while it is hidden. @return whether it was another */
    public static boolean show(Control control, boolean shown) {
        boolean before = switch (control.getLayoutData()) {
            case GridData grid -> {
                boolean was = !grid.exclude;
                grid.exclude = !shown;
                yield was;
            }
            case RowData row -> {
                boolean was = !row.exclude;
                row.exclude = !shown;
                yield was;
            }
            default -> control.getVisible();
        };
        control.setVisible(shown);
        return before != shown;
    }

    /** @param text any text: its ampersands are shown @return whether it was another */
    public static boolean text(Label label, String text) {
        String shown = text.replace("&", "&&");
        if (label.getText().equals(shown))
            return false;
        label.setText(shown);
        return true;
    }

    /** Of a label that wraps. @return whether it needs more lines than it has, or fewer */
    public static boolean wrapped(Label label, String text) {
        if (!text(label, text))
            return false;
        var now = label.getSize();
        return now.x > 0 && label.computeSize(now.x, SWT.DEFAULT).y != now.y;
    }

    /** As {@link #text(Label, String)}; hidden while there is no text. */
    public static boolean note(Label label, String text) {
        boolean changed = text(label, text);
        if (changed)
            show(label, !text.isEmpty());
        return changed;
    }

    /** @param text a label, whose ampersand is a mnemonic @return whether it was another */
    public static boolean text(Button button, String text) {
        if (button.getText().equals(text))
            return false;
        button.setText(text);
        return true;
    }
}
