package org.trunkline.ui.trunks.internal.view;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Opens the editor on a new entry: of the kind named, else of the one shown, else a subscriber. */
public final class NewHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        var window = HandlerUtil.getActiveWorkbenchWindow(event);
        Kind kind = Optional.ofNullable(event.getParameter(DeskCommands.NEW_KIND)).flatMap(OwnKind::ofCode)
                .or(() -> Optional.ofNullable(window.getActivePage())
                        .filter(p -> TrunksPerspective.ID.equals(p.getPerspective().getId()))
                        .map(p -> p.findView(EntriesView.ID)).filter(EntriesView.class::isInstance)
                        .map(v -> ((EntriesView) v).kind()))
                .orElse(OwnKind.SUBSCRIBER);
        EditorNavigation.create(window, kind);
        return null; // what the framework asks for
    }
}
