package org.trunkline.ui.look;

import org.eclipse.swt.widgets.Control;

/**
 * Keeps the theme's style sheet off a control. Its explicit colours would hide the tick of a check box and make
 * disabled buttons look enabled; the window system draws both right, in light and dark.
 */
public final class NativeLook {
    private static final String UNSTYLED = "org.eclipse.e4.ui.css.disabled";

    private NativeLook() {}

    /** To be called as soon as the control is made. @return the control */
    public static <C extends Control> C of(C control) {
        control.setData(UNSTYLED, Boolean.TRUE);
        return control;
    }
}
