package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.Optional;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.api.node.Alarm;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** What an administrator must see to now, and below it what can be done about the selected alarm, else the first. */
public final class AlarmsView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.alarms";

    private final Texts texts = Texts.of(AlarmsView.class);
    private final Formats formats = Formats.ofPreferences();
    private final StateText states = StateText.create();
    private Optional<DataTable<Alarm>> table = Optional.empty();
    private List<Alarm> shown = List.of();
    private List<AlarmAction> offered = List.of();
    private List<Image> sign = List.of(); // of the tab: without alarms, with some

    @Override
    protected void create(Composite parent) {
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(parent);
        var alarms = new DataTable<>(parent, new TableSpec<>("calls.alarms", texts.get("alarms.title"), columns(),
                a -> a.code() + " " + a.subject(), Optional.of(new Sort("since", true))), jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(alarms.control());
        var ways = new Composite(parent, SWT.NONE);
        ways.setLayout(new RowLayout());
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(ways);
        alarms.hideBar();
        alarms.whenEmpty(texts.get("alarms.none"));
        table = Optional.of(alarms);
        alarms.onMenu(menu -> alarms.selected().ifPresent(alarm -> fill(menu, alarm)));
        alarms.onOpen(alarm -> waysOut(alarm).stream().findFirst().ifPresent(this::take));
        alarms.onSelect(selected -> offer(ways, alarms));
        adopt(alarms, active()::retry);
        show(alarms, ways, active().state());
        until(active().watch(state -> UiThread.post(alarms.control(), () -> show(alarms, ways, state))));
    }

    private List<Column<Alarm>> columns() {
        return List.of(
                Column.<Alarm>of("severity", texts.get("alarms.severity"), texts.get("alarms.severity.tip"),
                        a -> states.of(a.severity())).tone(a -> states.tone(a.severity()))
                        .sortedBy(Alarm::severity),
                Column.<Alarm>of("what", texts.get("alarms.what"), texts.get("alarms.what.tip"), states::of)
                        .hover(states::of),
                Column.<Alarm>of("since", texts.get("alarms.since"), texts.get("alarms.since.tip"),
                        a -> formats.dateTime(a.since())).sortedBy(Alarm::since).hover(a -> formats.utc(a.since())));
    }

    /** An embedded node that does not come up has alarms too: they are shown instead of its absence. */
    private void show(DataTable<Alarm> rows, Composite ways, NodeState state) {
        shown = state.alarms();
        if (!shown.isEmpty() || whileUp(rows.state(), state))
            rows.setRows(shown);
        offer(ways, rows);
        titled(shown.size());
    }

    /** The tab says how many there are; its sign is grey without any. */
    private void titled(int count) {
        setPartName(count == 0 ? texts.get("alarms.title") : texts.get("alarms.tab", formats.count(count)));
        if (sign.isEmpty()) {
            var some = getTitleImage();
            var none = new Image(some.getDevice(), some, SWT.IMAGE_GRAY);
            sign = List.of(none, some);
        }
        setTitleImage(sign.get(count == 0 ? 0 : 1));
    }

    @Override
    public void dispose() {
        super.dispose(); // lets go of the sign, which the platform gave; the grey one is ours
        sign.stream().limit(1).forEach(Image::dispose);
    }

    private List<AlarmAction> waysOut(Alarm alarm) {
        return AlarmAction.of(alarm, active().state().kind() == NodeState.Kind.EMBEDDED, texts);
    }

    private void offer(Composite ways, DataTable<Alarm> rows) {
        List<AlarmAction> now = rows.selected().filter(shown::contains).or(() -> shown.stream().findFirst())
                .map(this::waysOut).orElse(List.of());
        if (now.equals(offered))
            return;
        offered = now;
        for (Control old : ways.getChildren())
            old.dispose();
        for (AlarmAction way : now) {
            var button = NativeLook.of(new Button(ways, SWT.PUSH));
            button.setText(way.label().replace("&", "&&"));
            button.addListener(SWT.Selection, e -> take(way));
        }
        ((GridData) ways.getLayoutData()).exclude = now.isEmpty();
        ways.setVisible(!now.isEmpty());
        ways.getParent().layout(true, true);
    }

    private void fill(IMenuManager menu, Alarm alarm) {
        for (AlarmAction way : waysOut(alarm))
            menu.add(new Action(way.label().replace("&", "&&")) {
                @Override
                public void run() {
                    take(way);
                }
            });
    }

    private void take(AlarmAction way) {
        switch (way) {
            case AlarmAction.Command command -> run(command.command(), command.parameters());
            case AlarmAction.Acknowledge(String label, String alert) -> jobs().<Boolean>run(label,
                    (node, monitor) -> node.alerts().acknowledge(alert),
                    done -> say(texts.get(done ? "alarms.acknowledged" : "alarms.not-raised", alert)),
                    failure -> sayError(failure.message()));
        }
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
