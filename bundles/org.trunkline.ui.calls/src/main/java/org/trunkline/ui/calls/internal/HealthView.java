package org.trunkline.ui.calls.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.query.QueryText;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** Is anything wrong, where, since when. */
public final class HealthView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.health";
    private static final String DRAIN = "org.trunkline.ui.calls.drain";
    private static final String DRAIN_STOP = "org.trunkline.ui.calls.drainAndStop";
    private static final String RESUME = "org.trunkline.ui.calls.resume";

    private final Texts texts = Texts.of(HealthView.class);
    private final Health health =
            new Health(texts, Formats.ofPreferences(), StateText.create(), InstantSource.system());
    private Optional<DataTable<HealthRow>> table = Optional.empty();

    @Override
    protected void create(Composite parent) {
        var health = new DataTable<>(parent, new TableSpec<>("calls.health", texts.get("health.title"), columns(),
                HealthRow::key), jobs());
        health.hideBar();
        table = Optional.of(health);
        health.onMenu(menu -> fill(menu, health.selected()));
        health.onOpen(row -> row.trunk().ifPresent(this::edit));
        adopt(health, active()::retry);
        handle(DRAIN, () -> drain(false));
        handle(DRAIN_STOP, () -> drain(true));
        handle(RESUME, this::resume);
        show(health, active().state());
        until(active().watch(state -> UiThread.post(health.control(), () -> show(health, state))));
    }

    private List<Column<HealthRow>> columns() {
        return List.of(column("what", HealthRow::what),
                column("state", HealthRow::state).tone(HealthRow::tone),
                column("load", HealthRow::load).alignedRight(),
                column("asr", HealthRow::asr).alignedRight(),
                column("detail", HealthRow::detail));
    }

    private Column<HealthRow> column(String id, Function<HealthRow, String> text) {
        return Column.of(id, texts.get("health." + id), texts.get("health." + id + ".tip"), text);
    }

    private void show(DataTable<HealthRow> rows, NodeState state) {
        if (whileUp(rows.state(), state))
            state.status().ifPresent(status -> rows.setRows(health.rows(status)));
    }

    private void fill(IMenuManager menu, Optional<HealthRow> row) {
        row.flatMap(HealthRow::trunk).ifPresent(trunk -> {
            menu.add(action("health.calls", () -> showCalls(QueryText.clause(CdrField.TRUNK, trunk))));
            menu.add(action("health.edit", () -> edit(trunk)));
        });
        NodeState state = active().state();
        if (!state.up() || row.flatMap(HealthRow::trunk).isPresent())
            return;
        if (state.status().filter(NodeStatus::draining).isPresent()) {
            menu.add(action("health.resume", this::resume));
        } else {
            menu.add(action("health.drain", () -> drain(false)));
            if (state.kind() == NodeState.Kind.REMOTE) // the one inside outlives its calls
                menu.add(action("health.drain-stop", () -> drain(true)));
        }
    }

    private void drain(boolean thenStop) {
        NodeState state = active().state();
        if (thenStop && state.kind() == NodeState.Kind.EMBEDDED) {
            sayError(texts.get("health.drain-stop.embedded"));
            return;
        }
        if (thenStop && !MessageDialog.openQuestion(getSite().getShell(), texts.get("health.drain-stop.title"),
                texts.get("health.drain-stop.sure", state.name())))
            return; // nobody here can start it again
        ask("health.draining", "health.drained", node -> node.drain(thenStop));
    }

    private void resume() {
        ask("health.resuming", "health.resumed", Node::resume);
    }

    private void ask(String title, String done, Change change) {
        jobs().run(texts.get(title), (node, monitor) -> {
            change.of(node);
            return done;
        }, key -> {
            say(texts.get(key));
            active().retry();
        }, failure -> sayError(texts.get("health.not-drained", failure.message())));
    }

    private interface Change {
        void of(Node node) throws NodeUnavailableException;
    }

    private Action action(String key, Runnable run) {
        return new Action(texts.get(key)) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    private void edit(String trunk) {
        run(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, trunk));
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
