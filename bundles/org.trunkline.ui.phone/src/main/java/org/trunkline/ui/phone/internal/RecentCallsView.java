package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

import org.eclipse.jface.action.Action;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.query.QueryText;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.LatestAnswer;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.ContactNames;
import org.trunkline.ui.phone.internal.desk.CallLog;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.recent.RecentCall;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** The last calls of this phone, from the records of the node, and those at other servers as the desk saw them. A double click calls again. */
public final class RecentCallsView extends DeskView {
    static final String ID = "org.trunkline.ui.phone.recent";
    private static final int MOST = 200;
    private static final int GATHER_MS = 1500;

    private final Texts texts = PhoneWords.texts();
    private final Formats formats = Formats.ofPreferences();
    private final StateText states = StateText.create();
    private final SaidText said = SaidText.create();
    private final LatestAnswer answers = new LatestAnswer();
    private Optional<DataTable<RecentCall>> table = Optional.empty();
    private List<String> users = List.of();
    private List<RecentCall> records = List.of();
    private long recorded;
    private CallLog.Shown log = CallLog.Shown.NOTHING;
    private NodeState.Reach reach = NodeState.Reach.UP;
    private boolean loading; // soon

    @Override
    protected void create(Composite parent) {
        var names = new ContactNames(jobs(), parent, texts.get("recent.title"));
        var calls = new DataTable<>(parent, new TableSpec<>("phone.recent", texts.get("recent.title"), columns(names),
                RecentCall::id), jobs());
        table = Optional.of(calls);
        names.onChange(calls::reword);
        calls.whenEmpty(texts.get("recent.empty"));
        calls.onOpen(call -> DeskCommands.call(call.other()));
        calls.openRowsOnly();
        calls.onMenu(menu -> calls.selected().ifPresent(call -> {
            call.row().ifPresent(row -> menu.add(action(texts.get("recent.record"),
                    () -> showCalls(QueryText.clause(CdrField.ID, row.id().value())))));
            menu.add(action(texts.get("recent.owner"), () -> DeskCommands.owner(call.other())));
        }));
        adopt(calls, () -> load(calls));
        calls.setRows(List.of());
        until(active().watch(state -> UiThread.post(calls.control(), () -> {
            if (state.reach() == reach)
                return;
            reach = state.reach();
            if (users.isEmpty() || whileUp(calls.state(), state))
                load(calls);
        })));
        onOtherNode(calls.control(), () -> {
            answers.drop();
            show(calls, List.of(), 0);
        });
        until(DeskPhone.get().follow(known -> UiThread.post(calls.control(), () -> {
            var now = known.accounts().stream().filter(PhoneAccount::isAtNode).map(PhoneAccount::user).distinct().toList();
            if (!now.equals(users)) {
                users = now;
                load(calls);
            }
        })));
        until(DeskPhone.get().calls().follow(now -> UiThread.post(calls.control(), () -> {
            boolean other = !now.elsewhere().equals(log.elsewhere());
            log = now;
            if (other)
                show(calls, records, recorded);
            setPartName(log.missed() == 0 ? texts.get("recent.title") : texts.get("recent.title.missed", log.missed()));
            seen(calls);
        })));
        whenActivated(parent.getShell(), calls);
        watchNode(node -> node.cdrs().watch(rows -> UiThread.post(calls.control(), () -> loadSoon(calls))));
    }

    /** As long as the table is there. */
    private void whenActivated(Shell window, DataTable<RecentCall> calls) {
        Listener activated = e -> UiThread.post(calls.control(), () -> seen(calls));
        window.addListener(SWT.Activate, activated);
        calls.control().addDisposeListener(e -> {
            if (!window.isDisposed())
                window.removeListener(SWT.Activate, activated);
        });
    }

    private List<Column<RecentCall>> columns(ContactNames names) {
        return List.of(
                column("when", c -> formats.dateTime(c.startedAt())).sortedBy(RecentCall::startedAt).hover(c -> formats.utc(c.startedAt())).monospaced(),
                column("direction", c -> texts.get(c.outgoing() ? "recent.out" : c.missed() ? "recent.missed" : "recent.in"))
                        .tone(c -> c.missed() ? Tone.OFF : Tone.PLAIN)
                        .room(texts.get("recent.out"), texts.get("recent.in"), texts.get("recent.missed")),
                column("other", c -> names.beside(c.other())).number(RecentCall::other).monospaced().room("+46701234567  Anna Andersson"),
                column("duration", c -> c.duration().isZero() ? Formats.NONE : formats.duration(c.duration()))
                        .sortedBy(RecentCall::duration).alignedRight().monospaced(),
                column("cause", c -> c.row().map(row -> states.of(row.cause())).orElseGet(() -> c.end().map(said::of).orElse("")))
                        .tone(c -> c.row().map(row -> states.tone(row.cause())).orElse(Tone.PLAIN)),
                column("mos", c -> c.row().map(row -> formats.mos(row.mos())).orElse(Formats.NONE))
                        .tone(c -> mos(c).isPresent() ? Formats.mosTone(mos(c).getAsDouble()) : Tone.PLAIN)
                        .sortedBy(c -> mos(c).orElse(0)).room(formats.mosWords()));
    }

    private static OptionalDouble mos(RecentCall call) {
        return call.row().map(CdrRow::mos).orElse(OptionalDouble.empty());
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
                show(calls, List.of(), 0);
            return;
        }
        var question = answers.ask();
        jobs().read(texts.get("recent.title"), (node, monitor) -> node.cdrs().rows(new CdrQuery(QueryText.clause(CdrField.PEER, of),
                Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, MOST), question.told(page -> {
                    if (of.equals(users))
                        show(calls, page.items().stream().map(row -> RecentCall.of(row, of)).toList(), page.total());
                }), question.told(failure -> calls.state().showError(failure, () -> load(calls))));
    }

    /** @param total how many records there are */
    private void show(DataTable<RecentCall> calls, List<RecentCall> found, long total) {
        records = found;
        recorded = total;
        calls.setRows(RecentCall.merged(found, log.elsewhere()), total + log.elsewhere().size());
    }

    /** Missed calls that the user can see now are marked no more. */
    private void seen(DataTable<RecentCall> calls) {
        var control = calls.control();
        if (log.missed() > 0 && control.isVisible() && control.getDisplay().getActiveShell() == control.getShell())
            DeskPhone.get().calls().seen();
    }

    @Override
    public void setFocus() {
        table.ifPresent(calls -> {
            calls.setFocus();
            seen(calls);
        });
    }
}
