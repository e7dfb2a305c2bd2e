package org.trunkline.ui.calls.internal.nodes;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.KnownNodes;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeState.Kind;
import org.trunkline.ui.NodeState.Reach;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** All nodes that the desk knows, side by side; while it is open, it is connected to each of them. */
public final class NodesView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.nodes";

    private final Texts texts = Texts.of(NodesView.class);
    private final NodeColumns columns = new NodeColumns(texts, Formats.ofPreferences(), InstantSource.system());
    private Optional<DataTable<NodeState>> table = Optional.empty();

    @Override
    protected void create(Composite parent) {
        KnownNodes known = getSite().getService(KnownNodes.class);
        var nodes = new DataTable<>(parent, new TableSpec<>("calls.nodes", texts.get("nodes"), columns.all(), NodeState::name), jobs());
        table = Optional.of(nodes);
        Button show = button(nodes, "show", () -> nodes.selected().ifPresent(node -> show(known, node)));
        Button connection = button(nodes, "disconnect", () -> nodes.selected().ifPresent(node -> turn(known, node)));
        button(nodes, "add", () -> run(DeskCommands.CONNECT, Map.of()));
        button(nodes, "search", () -> run(DeskCommands.ALL_NODES, Map.of()));
        nodes.arrangeBar();
        nodes.onSelect(rows -> enable(rows, show, connection));
        enable(List.of(), show, connection);
        nodes.onOpen(node -> show(known, node));
        nodes.onMenu(menu -> nodes.selected().ifPresent(node -> fill(menu, known, node)));
        adopt(nodes, () -> nodes.setRows(known.list()));
        nodes.setRows(known.list());
        until(known.watch(list -> UiThread.post(nodes.control(), () -> nodes.setRows(list))));
    }

    private Button button(DataTable<NodeState> nodes, String key, Runnable run) {
        var button = NativeLook.of(new Button(nodes.bar(), SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        button.addListener(SWT.Selection, _ -> run.run());
        return button;
    }

    /** Whether the desk shows it. */
    private boolean isShown(NodeState node) {
        NodeState shown = active().state();
        return node.kind() == shown.kind() && node.identity().equals(shown.identity());
    }

    private void enable(List<NodeState> rows, Button show, Button connection) {
        Optional<NodeState> one = rows.size() == 1 ? Optional.of(rows.getFirst()) : Optional.empty();
        show.setEnabled(one.filter(node -> !isShown(node)).isPresent());
        connection.setEnabled(one.filter(this::isRemoteAside).isPresent());
        String key = one.filter(NodesView::isApart).isPresent() ? "connect" : "disconnect";
        if (!connection.getText().equals(texts.get(key))) {
            connection.setText(texts.get(key));
            connection.setToolTipText(texts.get(key + ".tip"));
            connection.getParent().layout(true);
        }
    }

    private boolean isRemoteAside(NodeState node) {
        return node.kind() == Kind.REMOTE && !isShown(node);
    }

    private static boolean isApart(NodeState node) {
        return node.reach() == Reach.NONE;
    }

    private void fill(IMenuManager menu, KnownNodes known, NodeState node) {
        if (!isShown(node))
            menu.add(action("show", () -> show(known, node)));
        if (!isRemoteAside(node))
            return;
        menu.add(action(isApart(node) ? "connect" : "disconnect", () -> turn(known, node)));
        menu.add(new Separator());
        menu.add(action("forget", () -> Question.ask(getSite().getShell(), texts.get("forget.title"), texts.get("forget.sure", columns.name(node)),
                    List.of(new Question.Answer(texts.get("forget.yes"), () -> known.forget(node.name()))), texts.get("forget.no"))));
    }

    private Action action(String key, Runnable run) {
        return new Action(texts.get(key)) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    private void show(KnownNodes known, NodeState node) {
        known.show(node, why -> table.ifPresent(nodes -> UiThread.post(nodes.control(), () -> sayError(why))));
    }

    private static void turn(KnownNodes known, NodeState node) {
        if (isApart(node))
            known.connect(node.name());
        else
            known.disconnect(node.name());
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
