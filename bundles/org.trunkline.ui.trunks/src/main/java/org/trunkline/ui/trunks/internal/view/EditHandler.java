package org.trunkline.ui.trunks.internal.view;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Opens Trunks and Numbers on one entry. */
public final class EditHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        Optional<String> key = Optional.ofNullable(event.getParameter(DeskCommands.EDIT_KEY));
        Optional.ofNullable(event.getParameter(DeskCommands.EDIT_KIND)).flatMap(OwnKind::ofCode)
                .ifPresent(kind -> EditorNavigation.edit(HandlerUtil.getActiveWorkbenchWindow(event), kind, key.orElse("")));
        return null; // what the framework asks for
    }
}
