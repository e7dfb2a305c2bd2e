package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.jface.action.Action;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.node.Node;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** Whose messages are dropped for a while, why, and the way to take that back. */
public final class BlockedView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.blocked";
    private static final String UNBLOCK = "org.trunkline.ui.calls.unblock";
    /** Told each second that there are some; the list itself may be long, so it is asked less often. */
    private static final int EACH_MS = 3000;

    private final Texts texts = Texts.of(BlockedView.class);
    private final Formats formats = Formats.ofPreferences();
    private Optional<DataTable<BlockedSource>> table = Optional.empty();
    private int blocked;
    private boolean asking;

    @Override
    protected void create(Composite parent) {
        var sources = new DataTable<>(parent, new TableSpec<>("calls.blocked", texts.get("blocked.title"), columns(),
                BlockedSource::source, Optional.of(new Sort("until", false))), jobs());
        sources.whenEmpty(texts.get("blocked.none"));
        table = Optional.of(sources);
        bar(sources);
        sources.onMenu(menu -> sources.selected().ifPresent(source -> {
            menu.add(action("blocked.unblock", () -> unblock(sources)));
            menu.add(action("blocked.calls", () -> showCalls(QueryText.clause(CdrField.PEER, source.source()))));
        }));
        adopt(sources, () -> ask(sources));
        handle(UNBLOCK, () -> unblock(sources));
        show(sources, active().state());
        until(active().watch(state -> UiThread.post(sources.control(), () -> show(sources, state))));
        UiThread.every(sources.control(), EACH_MS, () -> {
            if (blocked > 0 && sources.control().isVisible())
                ask(sources);
        });
    }

    private void bar(DataTable<BlockedSource> sources) {
        var button = NativeLook.of(new Button(sources.bar(), SWT.PUSH));
        button.setText(texts.get("blocked.unblock"));
        button.setToolTipText(texts.get("blocked.unblock.tip"));
        button.setEnabled(false);
        button.addListener(SWT.Selection, e -> unblock(sources));
        sources.onSelect(rows -> button.setEnabled(!rows.isEmpty()));
        sources.arrangeBar();
    }

    private List<Column<BlockedSource>> columns() {
        return List.of(column("source", BlockedSource::source).monospaced(),
                column("reason", s -> texts.get("blocked.reason." + s.reason().name().toLowerCase(Locale.ROOT)))
                        .tone(s -> Tone.WARN),
                column("since", s -> formats.dateTime(s.since())).sortedBy(BlockedSource::since)
                        .hover(s -> formats.utc(s.since())).hiddenAtFirst(),
                column("until", s -> formats.dateTime(s.until())).sortedBy(BlockedSource::until)
                        .hover(s -> formats.utc(s.until())),
                column("dropped", s -> formats.count(s.count())).sortedBy(BlockedSource::count).alignedRight());
    }

    private Column<BlockedSource> column(String id, Function<BlockedSource, String> text) {
        return Column.of(id, texts.get("blocked." + id), texts.get("blocked." + id + ".tip"), text);
    }

    private Action action(String key, Runnable run) {
        return new Action(texts.get(key)) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    private void show(DataTable<BlockedSource> sources, NodeState state) {
        if (!whileUp(sources.state(), state)) {
            blocked = 0;
            return;
        }
        int now = state.status().map(status -> status.border().blocked()).orElse(0);
        if (now == 0)
            sources.setRows(List.of());
        else if (now != blocked)
            ask(sources);
        blocked = now;
    }

    private void ask(DataTable<BlockedSource> sources) {
        if (asking)
            return;
        asking = true;
        jobs().read(texts.get("blocked.loading"), (node, monitor) -> node.blockedSources(), rows -> {
            asking = false;
            sources.setRows(rows);
        }, failure -> {
            asking = false;
            sources.state().showError(failure, () -> ask(sources));
        });
    }

    private void unblock(DataTable<BlockedSource> sources) {
        List<BlockedSource> chosen = sources.selectedRows();
        if (chosen.isEmpty())
            return;
        String who = chosen.size() == 1 ? chosen.getFirst().source() : texts.get("blocked.many", chosen.size());
        jobs().run(texts.get("blocked.unblocking", who), (node, monitor) -> unblock(node, chosen, monitor), there -> {
            say(texts.get(there > 0 ? "blocked.unblocked" : "blocked.was-free", who));
            ask(sources);
        }, failure -> sayError(texts.get("blocked.failed", who, failure.message())), () -> ask(sources));
    }

    /** One after the other, in one job. @return how many were still blocked */
    private static int unblock(Node node, List<BlockedSource> chosen, IProgressMonitor monitor)
            throws NodeUnavailableException {
        int there = 0;
        for (BlockedSource source : chosen) {
            if (monitor.isCanceled())
                throw new OperationCanceledException();
            there += node.unblock(source.source()) ? 1 : 0;
        }
        return there;
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
