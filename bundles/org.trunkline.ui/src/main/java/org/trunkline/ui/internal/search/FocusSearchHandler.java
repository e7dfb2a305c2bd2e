package org.trunkline.ui.internal.search;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.handlers.HandlerUtil;

/** Puts the caret into the search box of the toolbar. */
public final class FocusSearchHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        find(HandlerUtil.getActiveWorkbenchWindow(event).getShell()).ifPresent(field -> {
            field.setFocus();
            field.selectAll();
        });
        return null; // what the framework asks for
    }

    private static Optional<Text> find(Control control) {
        if (control instanceof Text text && text.getData(SearchBox.KEY) != null)
            return Optional.of(text);
        if (control instanceof Composite composite)
            for (Control child : composite.getChildren()) {
                Optional<Text> found = find(child);
                if (found.isPresent())
                    return found;
            }
        return Optional.empty();
    }
}
