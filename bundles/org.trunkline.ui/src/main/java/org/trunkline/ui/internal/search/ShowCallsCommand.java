package org.trunkline.ui.internal.search;

import java.util.Map;

import org.eclipse.ui.PlatformUI;
import org.osgi.service.component.annotations.Component;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.search.CdrNavigator;

/** Runs the command, so that the records' bundle starts when first needed. */
@Component
public final class ShowCallsCommand implements CdrNavigator {
    @Override
    public void showCalls(String query) {
        DeskCommands.run(PlatformUI.getWorkbench(), COMMAND, Map.of(QUERY, query));
    }
}
