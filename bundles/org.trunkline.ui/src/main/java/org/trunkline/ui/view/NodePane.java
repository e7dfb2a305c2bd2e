package org.trunkline.ui.view;

import java.util.Map;

import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Failure;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;

/** What a view shows while there is no node to ask. UI thread only. */
public final class NodePane {
    private NodePane() {}

    /** Shows that the node starts, is lost or is not there. @return whether it is up, and nothing was shown */
    public static boolean whileUp(StatePane pane, NodeState state, ActiveNode active) {
        var texts = Texts.of(StateText.class);
        switch (state.reach()) {
            case UP -> { }
            case STARTING -> pane.showLoading(texts.get("node.starting"));
            case LOST -> pane.showError(new Failure(state.problem(), state.since(),
                    new IllegalStateException(state.problem())), active::retry);
            case NONE -> pane.showEmpty(texts.get("node.none"), new PaneAction(texts.get("node.connect"),
                    () -> DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.CONNECT, Map.of())));
        }
        return state.up();
    }
}
