package org.trunkline.ui.cdr.internal;

import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.cdr.internal.privacy.PrivacyView;

/** Writes what Privacy found of a person to a file. */
public final class PersonExportHandler extends AbstractHandler {
    private static final String FILE = "org.trunkline.ui.cdr.person.export.file";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        try {
            if (HandlerUtil.getActiveWorkbenchWindowChecked(event).getActivePage()
                    .showView(PrivacyView.ID) instanceof PrivacyView view)
                Optional.ofNullable(event.getParameter(FILE)).ifPresentOrElse(file -> view.export(Path.of(file)),
                        view::export);
        } catch (PartInitException e) {
            throw new ExecutionException("Privacy cannot be shown", e);
        }
        return null; // as AbstractHandler asks
    }
}
