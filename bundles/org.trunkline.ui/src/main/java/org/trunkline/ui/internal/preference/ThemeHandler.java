package org.trunkline.ui.internal.preference;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.look.Palette;

/** From light to dark and back. */
public final class ThemeHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        var display = PlatformUI.getWorkbench().getDisplay(); // Quick Access has closed its shell by now
        Themes.use(display, !Palette.of(display).dark());
        return null; // what the framework asks for
    }
}
