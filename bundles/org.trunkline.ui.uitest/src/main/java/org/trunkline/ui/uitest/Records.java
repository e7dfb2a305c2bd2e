package org.trunkline.ui.uitest;

import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
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
        Desk.awaitWords("No calls match");
        search("");
        Desk.await("no query", () -> query().isEmpty());
        Desk.awaitWords(calls + " calls");
    }

    static void search(String query) {
        Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, query));
    }

    /** What the field holds: of the search that is shown. */
    static String query() {
        return Desk.ui(() -> Desk.look(StyledText.class, t -> (t.getStyle() & SWT.SINGLE) != 0)
                .map(StyledText::getText).orElse("no search field"));
    }
}
