package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.node.Alarm;
import org.trunkline.ui.DeskView;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;

/** What an administrator must see to now. */
public final class AlarmsView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.alarms";

    private final Texts texts = Texts.of(AlarmsView.class);
    private final Formats formats = Formats.ofPreferences();
    private final StateText states = StateText.create();
    private Optional<DataTable<Alarm>> table = Optional.empty();

    @Override
    protected void create(Composite parent) {
        var alarms = new DataTable<>(parent, new TableSpec<>("calls.alarms", texts.get("alarms.title"), columns(),
                a -> a.code() + " " + a.subject(), Optional.of(new Sort("since", true))), jobs());
        alarms.hideBar();
        alarms.whenEmpty(texts.get("alarms.none"));
        table = Optional.of(alarms);
        adopt(alarms, active()::retry);
        show(alarms, active().state());
        until(active().watch(state -> UiThread.post(alarms.control(), () -> show(alarms, state))));
    }

    private List<Column<Alarm>> columns() {
        return List.of(
                Column.<Alarm>of("severity", texts.get("alarms.severity"), texts.get("alarms.severity.tip"),
                        a -> states.of(a.severity())).tone(a -> states.tone(a.severity()))
                        .sortedBy(Alarm::severity).width(90),
                Column.<Alarm>of("since", texts.get("alarms.since"), texts.get("alarms.since.tip"),
                        a -> formats.dateTime(a.since())).sortedBy(Alarm::since).hover(a -> formats.utc(a.since()))
                        .width(160),
                Column.<Alarm>of("what", texts.get("alarms.what"), texts.get("alarms.what.tip"), states::of)
                        .width(420));
    }

    private void show(DataTable<Alarm> rows, NodeState state) {
        if (whileUp(rows.state(), state))
            state.status().ifPresent(status -> rows.setRows(status.alarms()));
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
