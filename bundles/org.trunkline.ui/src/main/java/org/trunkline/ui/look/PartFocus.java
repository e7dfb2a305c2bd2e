package org.trunkline.ui.look;

import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.UiThread;

/** The focus of a view that was activated. UI thread only. */
public final class PartFocus {
    private PartFocus() {}

    /**
     * Gives it, unless another control of the same view has it by then: who came there by Tab has chosen where, and the
     * workbench, which activates the view as that happens, does not know it yet.
     *
     * @param wanted that would get it
     */
    public static void give(Control wanted, Runnable focus) {
        UiThread.post(wanted, () -> {
            Control now = wanted.getDisplay().getFocusControl();
            if (now == null || view(now) != view(wanted))
                focus.run();
        });
    }

    private static Control view(Control control) {
        Control top = control;
        while (top.getParent() != null && !(top.getParent() instanceof CTabFolder))
            top = top.getParent();
        return top;
    }
}
