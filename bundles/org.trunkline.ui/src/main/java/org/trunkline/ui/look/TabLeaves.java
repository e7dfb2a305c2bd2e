package org.trunkline.ui.look;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Text;

/** Fields of several lines that Tab leaves: it would be typed into them. */
public final class TabLeaves {
    private TabLeaves() {}

    /** @return the field */
    public static Text of(Text field) {
        field.addListener(SWT.Traverse, e -> {
            if (e.detail == SWT.TRAVERSE_TAB_NEXT || e.detail == SWT.TRAVERSE_TAB_PREVIOUS)
                e.doit = true;
        });
        return field;
    }
}
