package org.trunkline.ui.look;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Widget;

/** Tab selects the content of the field of one line that it comes to, so that typing replaces it: GTK's fields put it in front. UI thread only. */
public final class TabSelects {
    private boolean tabbed;

    private TabSelects() {}

    public static void install(Display display) {
        var it = new TabSelects();
        display.addFilter(SWT.Traverse, event -> it.tabbed = event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS);
        display.addFilter(SWT.KeyUp, _ -> it.tabbed = false);
        display.addFilter(SWT.FocusIn, event -> it.focused(event.widget));
    }

    private void focused(Widget widget) {
        if (tabbed && widget instanceof Text text && (text.getStyle() & SWT.SINGLE) != 0)
            text.selectAll();
        else if (tabbed && widget instanceof Combo combo && (combo.getStyle() & SWT.READ_ONLY) == 0)
            combo.setSelection(new Point(0, combo.getText().length()));
        tabbed = false;
    }
}
