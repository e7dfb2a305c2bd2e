package org.trunkline.ui.uitest;

import java.util.Map;
import java.util.Optional;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.search.CdrNavigator;

/** Call Records on a node of a test. */
final class Records {
    private Records() {}

    /** Waits until the desk shows the calls of this node: those of the test before may still be in view, and as many. */
    static void open(Node node, int calls) {
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node()
                .equals(Optional.of(node)));
        Desk.perspective("records");
        search("trunk:nobody");
        Desk.awaitWords("No call fits");
        search("");
        Desk.awaitWords(calls + " calls");
    }

    static void search(String query) {
        Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, query));
    }
}
