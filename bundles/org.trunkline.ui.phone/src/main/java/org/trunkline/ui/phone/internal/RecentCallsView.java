package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.action.Action;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.query.QueryText;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.ContactNames;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.recent.RecentCall;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** The last calls of this phone, from the records of the node. A double click calls again. */
public final class RecentCallsView extends DeskView {
    static final String ID = "org.trunkline.ui.phone.recent";
    private static final int MOST = 200;
    private static final int GATHER_MS = 1500;

    private final Texts texts = PhoneWords.texts();
    private final Formats formats = Formats.ofPreferences();
    private final StateText states = StateText.create();
    private Optional<DataTable<RecentCall>> table = Optional.empty();
    private List<String> users = List.of();
    private NodeState.Reach reach = NodeState.Reach.UP;
    private boolean loading; // soon

    @Override
    protected void create(Composite parent) {
        var names = new ContactNames(jobs(), parent, texts.get("recent.title"));
        var calls = new DataTable<>(parent, new TableSpec<>("phone.recent", texts.get("recent.title"), columns(names),
                call -> call.row().id()), jobs());
        table = Optional.of(calls);
        names.onChange(calls::reword);
        calls.whenEmpty(texts.get("recent.empty"));
        calls.onOpen(call -> DeskCommands.call(call.other()));
        calls.onMenu(menu -> calls.selected().ifPresent(call -> {
            menu.add(action(texts.get("recent.call", call.other().replace("&", "&&")), () -> DeskCommands.call(call.other())));
            menu.add(action(texts.get("recent.message", call.other().replace("&", "&&")), () -> DeskCommands.message(call.other())));
            menu.add(action(texts.get("recent.record"), () -> showCalls(QueryText.clause(CdrField.ID, call.row().id().value()))));
            menu.add(action(texts.get("recent.owner"), () -> DeskCommands.owner(call.other())));
        }));
        adopt(calls, () -> load(calls));
        calls.setRows(List.of());
        until(active().watch(state -> UiThread.post(calls.control(), () -> {
            if (state.reach() == reach)
                return;
            reach = state.reach();
            if (whileUp(calls.state(), state))
                load(calls);
        })));
        onOtherNode(calls.control(), () -> calls.setRows(List.of()));
        until(DeskPhone.get().follow(known -> UiThread.post(calls.control(), () -> {
            var now = known.accounts().stream().map(PhoneAccount::user).distinct().toList();
            if (!now.equals(users)) {
                users = now;
                load(calls);
            }
        })));
        watchNode(node -> node.cdrs().watch(rows -> UiThread.post(calls.control(), () -> loadSoon(calls))));
    }

    private List<Column<RecentCall>> columns(ContactNames names) {
        return List.of(
                column("when", c -> formats.dateTime(c.row().startedAt())).sortedBy(c -> c.row().startedAt())
                        .hover(c -> formats.utc(c.row().startedAt())).monospaced(),
                column("direction", c -> texts.get(c.outgoing() ? "recent.out" : c.missed() ? "recent.missed" : "recent.in"))
                        .tone(c -> c.missed() ? Tone.OFF : Tone.PLAIN)
                        .room(texts.get("recent.out"), texts.get("recent.in"), texts.get("recent.missed")),
                column("other", c -> names.beside(c.other())).monospaced().room("+46701234567  Anna Andersson"),
                column("duration", c -> c.row().duration().isZero() ? Formats.NONE : formats.duration(c.row().duration()))
                        .sortedBy(c -> c.row().duration()).alignedRight().monospaced(),
                column("cause", c -> states.of(c.row().cause())).tone(c -> states.tone(c.row().cause())),
                column("mos", c -> formats.mos(c.row().mos()))
                        .tone(c -> c.row().mos().isPresent() ? Formats.mosTone(c.row().mos().getAsDouble()) : Tone.PLAIN)
                        .sortedBy(c -> c.row().mos().orElse(0)).room(formats.mosWords()));
    }

    private Column<RecentCall> column(String id, Function<RecentCall, String> text) {
        return Column.of(id, texts.get("recent." + id), texts.get("recent." + id + ".tip"), text);
    }

    private static Action action(String label, Runnable run) {
        return new Action(label) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    /** New records of any phone come many times a second on a busy node. */
    private void loadSoon(DataTable<RecentCall> calls) {
        if (loading)
            return;
        loading = true;
        UiThread.later(calls.control(), GATHER_MS, () -> {
            loading = false;
            load(calls);
        });
    }

    private void load(DataTable<RecentCall> calls) {
        var of = users;
        if (of.isEmpty() || !active().state().up()) {
            if (of.isEmpty())
                calls.setRows(List.of());
            return;
        }
        jobs().read(texts.get("recent.title"), (node, monitor) -> node.cdrs().rows(new CdrQuery(QueryText.clause(CdrField.PEER, of),
                Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, MOST), page -> {
                    if (of.equals(users))
                        calls.setRows(page.items().stream().map(row -> RecentCall.of(row, of)).toList(), page.total());
                }, failure -> calls.state().showError(failure, () -> load(calls)));
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
