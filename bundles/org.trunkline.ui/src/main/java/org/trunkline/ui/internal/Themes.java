package org.trunkline.ui.internal;

import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.swt.widgets.Display;

/** The two themes of the desk. UI thread only. */
final class Themes {
    private static final String ENGINE = "org.eclipse.e4.ui.css.swt.theme";
    private static final String LIGHT = "org.eclipse.e4.ui.css.theme.e4_default";
    private static final String DARK = "org.eclipse.e4.ui.css.theme.e4_dark";

    private Themes() {}

    /** Now, and at the next start too. */
    static void use(Display display, boolean dark) {
        if (display.getData(ENGINE) instanceof IThemeEngine engine)
            engine.setTheme(dark ? DARK : LIGHT, true);
    }
}
