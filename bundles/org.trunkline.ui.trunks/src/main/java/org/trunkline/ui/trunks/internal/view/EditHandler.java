package org.trunkline.ui.trunks.internal.view;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Opens Trunks and Numbers on one entry. */
public final class EditHandler extends AbstractHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EditHandler.class);

    @Override
    public Object execute(ExecutionEvent event) {
        Optional<String> key = Optional.ofNullable(event.getParameter(DeskCommands.EDIT_KEY));
        String code = Optional.ofNullable(event.getParameter(DeskCommands.EDIT_KIND)).orElse("");
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        OwnKind.ofCode(code).ifPresentOrElse(kind -> EditorNavigation.edit(window, kind, key.orElse("")),
                () -> editAdded(window, code, key.orElse("")));
        return null; // what the framework asks for
    }

    private static void editAdded(IWorkbenchWindow window, String code, String key) {
        var texts = Texts.of(Kind.class);
        new NodeJobs(window.getService(ActiveNode.class), window.getShell()).run(texts.get("kinds.counting"),
                (node, _) -> AddedKind.all(node).keySet().stream().filter(kind -> kind.code().equals(code)).findFirst(),
                found -> found.ifPresentOrElse(kind -> EditorNavigation.edit(window, kind, key),
                        () -> LOG.warn("there are no entries of the kind {}", code)),
                failure -> LOG.warn("the kinds of entries cannot be read: {}", failure.message()));
    }
}
