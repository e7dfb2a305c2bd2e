package org.trunkline.ui.internal.preference;

import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;

/** The two themes of the desk. UI thread only. */
final class Themes {
    private static final String ENGINE = "org.eclipse.e4.ui.css.swt.theme";
    private static final String LIGHT = "org.eclipse.e4.ui.css.theme.e4_default";
    private static final String DARK = "org.eclipse.e4.ui.css.theme.e4_dark";
    /** The window system tells of its new colours sooner than this, if it has other ones at all. */
    private static final int SETTLE_MS = 400;

    private Themes() {}

    /**
     * Soon, and at the next start too. The window system changes first: when the style sheet lets go of a colour, the
     * widget takes the system's of that moment and keeps it, which would be white letters on the new white ground.
     */
    static void use(Display display, boolean dark) {
        if (!(display.getData(ENGINE) instanceof IThemeEngine engine))
            return;
        var change = new Listener() {
            private boolean done;

            @Override
            public void handleEvent(Event settled) {
                display.removeListener(SWT.Settings, this);
                if (!done)
                    engine.setTheme(dark ? DARK : LIGHT, true);
                done = true;
            }
        };
        display.addListener(SWT.Settings, change);
        display.setDarkThemePreferred(dark);
        display.timerExec(SETTLE_MS, () -> change.handleEvent(new Event()));
    }
}
