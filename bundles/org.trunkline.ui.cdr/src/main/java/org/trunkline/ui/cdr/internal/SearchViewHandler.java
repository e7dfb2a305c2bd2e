package org.trunkline.ui.cdr.internal;

import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.cdr.internal.open.Parts;
import org.trunkline.ui.cdr.internal.search.CallSearchView;

/** What the workbench's and our own keys do while the search view is active. */
public final class SearchViewHandler extends AbstractHandler {
    private static final String FILE = "org.trunkline.ui.cdr.export.file";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        Parts.find(HandlerUtil.getActiveWorkbenchWindowChecked(event), CallSearchPart.ID, CallSearchPart.class).map(CallSearchPart::view)
                .ifPresent(view -> view.once(made -> run(made, event)));
        return null; // as AbstractHandler asks
    }

    private static void run(CallSearchView view, ExecutionEvent event) {
        var command = event.getCommand().getId();
        switch (command) {
            case "org.eclipse.ui.file.refresh" -> view.reload();
            case "org.eclipse.ui.edit.findReplace" -> view.setFocus();
            case "org.eclipse.ui.navigate.backwardHistory" -> view.session().back();
            case "org.eclipse.ui.navigate.forwardHistory" -> view.session().forward();
            case "org.trunkline.ui.cdr.export" -> Optional.ofNullable(event.getParameter(FILE)).ifPresentOrElse(
                    file -> view.export(Path.of(file)), view.table()::export);
            default -> throw new IllegalArgumentException(command);
        }
    }
}
