package org.trunkline.ui.look;

import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.widgets.Control;

/** What a screen reader calls a control that has no words of its own: a field with a hint, a button with a picture. */
public final class AccessibleName {
    private AccessibleName() {}

    /** To be called once. UI thread only. */
    public static void of(Control control, String name) {
        control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = name;
            }
        });
    }
}
