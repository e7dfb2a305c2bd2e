package org.trunkline.ui;

import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

/** Hops to the UI thread. */
public final class UiThread {
    private UiThread() {}

    /** Runs later on the UI thread, unless the owner is disposed by then. Any thread. */
    public static void post(Control owner, Runnable action) {
        if (owner.isDisposed())
            return;
        Display display;
        try {
            display = owner.getDisplay();
            display.asyncExec(() -> {
                if (!owner.isDisposed())
                    action.run();
            });
        } catch (SWTException disposedMeanwhile) {
            // the owner went away between the check and the call: nobody is left to tell
            return;
        }
    }

    /** Runs on the UI thread after a delay, unless the owner is disposed by then. UI thread only. */
    public static void later(Control owner, int millis, Runnable action) {
        owner.getDisplay().timerExec(millis, () -> post(owner, action)); // a timer itself is not an event, a post is
    }

    /** Runs each interval on the UI thread until the owner is disposed. UI thread only. */
    public static void every(Control owner, int millis, Runnable action) {
        later(owner, millis, () -> {
            action.run();
            every(owner, millis, action);
        });
    }
}
