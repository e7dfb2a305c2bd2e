package org.trunkline.ui.trunks.internal.find;

import java.util.Map;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.Kind;

/** Opens Trunks and Numbers on what a number or name belongs to. */
public final class OwnerHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        var texts = Texts.of(Kind.class);
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        String of = Optional.ofNullable(event.getParameter(DeskCommands.OWNER_OF)).orElse("");
        new NodeJobs(active, window.getShell()).run(texts.get("owner.finding", of), (node, _) -> new Owners(node).of(of), owners -> {
            if (owners.isEmpty())
                say(window, texts.get("owner.none", of));
            else
                DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND,
                        owners.getFirst().kind(), DeskCommands.EDIT_KEY, owners.getFirst().key()));
        }, failure -> say(window, failure.message()));
        return null; // what the framework asks for
    }

    /** In the status line. */
    private static void say(IWorkbenchWindow window, String text) {
        var page = window.getActivePage();
        if (page != null && page.getActivePart() instanceof IViewPart view)
            view.getViewSite().getActionBars().getStatusLineManager().setErrorMessage(text);
    }
}
