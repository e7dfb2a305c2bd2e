package org.trunkline.ui.phone.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.phone.presence.Presences;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.ContactNames;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.PartFocus;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.phone.internal.account.AccountDialog;
import org.trunkline.ui.phone.internal.account.SubscriberDialog;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Known;
import org.trunkline.ui.phone.internal.dial.DialField;
import org.trunkline.ui.phone.internal.pickup.Colleagues;
import org.trunkline.ui.phone.internal.pickup.PickUpHandler;
import org.trunkline.ui.phone.internal.presence.ColleagueRow;
import org.trunkline.ui.phone.internal.words.AccountText;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.PresenceText;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** Those whom the user of this desk wants to see: whether they can be reached, and since when they talk. A double click calls. */
public final class ColleaguesView extends DeskView {
    static final String ID = "org.trunkline.ui.phone.colleagues";
    private static final String PART = "colleagues";
    private static final int MARGIN = 4;
    private static final int TICK_MS = 1000;

    private final Texts texts = PhoneWords.texts();
    private final PresenceText presences = PresenceText.create();
    private final AccountText accounts = AccountText.create();
    private final Formats formats = Formats.ofPreferences();
    private Optional<Widgets> widgets = Optional.empty();
    private Page page = Page.NONE;
    private List<ColleagueRow> rows = List.of();

    private enum Page {
        NONE, LOADING, EMPTY, CONTENT
    }

    private record Widgets(StatePane pane, DeskPhone phone, Composite content, Text add, Label note, DataTable<ColleagueRow> table) {}

    @Override
    protected void create(Composite parent) {
        var phone = DeskPhone.get();
        var pane = new StatePane(parent);
        var content = new Composite(pane.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(content);
        var add = new Text(content, SWT.BORDER | SWT.SEARCH);
        DialField.install(add, this::add);
        add.setMessage(texts.get("colleague.add.hint"));
        add.setToolTipText(texts.get("colleague.add.tip"));
        add.setData("field", "colleague.add");
        AccessibleName.of(add, texts.get("colleague.add.hint"));
        GridDataFactory.fillDefaults().grab(true, false).indent(MARGIN, MARGIN).applyTo(add);
        var note = new Label(content, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).indent(MARGIN, MARGIN).exclude(true).applyTo(note);
        var names = new ContactNames(jobs(), parent, texts.get("colleague.title"));
        var table = new DataTable<>(content, new TableSpec<>("phone.colleagues", texts.get("colleague.title"), columns(names), ColleagueRow::peer), jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        var all = new Widgets(pane, phone, content, add, note, table);
        widgets = Optional.of(all);
        names.onChange(table::reword);
        table.whenEmpty(texts.get("colleague.none"), new PaneAction(texts.get("colleague.add"), add::setFocus),
                new PaneAction(texts.get("colleague.add-group"), this::addPickupGroups));
        table.onOpen(row -> DeskCommands.call(row.peer()));
        table.openRowsOnly();
        table.onDelete(this::remove);
        table.onMenu(menu -> table.selected().ifPresent(row -> {
            row.ringing().ifPresent(call -> menu.add(action(texts.get("pickup.do"), () -> PickUpHandler.pickUp(call))));
            menu.add(action(texts.get("colleague.remove"), () -> remove(table.selectedRows())));
        }));
        adopt(table, () -> show(all));
        table.setRows(List.of());
        until(phone.follow(known -> UiThread.post(content, () -> use(all, known))));
        until(phone.colleagues().follow(chosen -> UiThread.post(content, () -> {
            phone.presences().watch(PART, chosen);
            show(all);
        })));
        until(phone.presences().follow(_ -> UiThread.post(content, () -> show(all))));
        until(phone.lamps().follow(_ -> UiThread.post(content, () -> show(all))));
        content.addDisposeListener(_ -> phone.presences().watch(PART, List.of()));
        UiThread.every(content, TICK_MS, () -> {
            if (rows.stream().anyMatch(row -> row.talking().isPresent()))
                table.repaint();
        });
    }

    private List<Column<ColleagueRow>> columns(ContactNames names) {
        return List.of(
                column("name", row -> {
                    String name = names.nameOf(row.peer());
                    return name.isEmpty() ? row.peer() : name;
                }).hover(ColleagueRow::peer).number(ColleagueRow::peer).room("Anna Andersson"),
                column("presence", row -> row.presence().isEmpty() ? Formats.NONE : presences.word(row.presence()))
                        .tone(row -> PresenceText.tone(row.presence())).sortedBy(ColleagueRow::order).room(presences.words()),
                column("note", ColleagueRow::note).room("Back at three o'clock"),
                column("call", this::call).tone(row -> row.ringing().isPresent() ? Tone.FAIR : Tone.PLAIN)
                        .sortedBy(row -> row.talking().orElse(Instant.MAX)).hover(row -> row.talking().map(formats::utc).orElse(""))
                        .room(texts.get("colleague.talking", "23:59", "1:02:33")),
                column("number", ColleagueRow::peer).number(ColleagueRow::peer).monospaced().hiddenAtFirst());
    }

    private Column<ColleagueRow> column(String id, Function<ColleagueRow, String> text) {
        return Column.of(id, texts.get("colleague." + id), texts.get("colleague." + id + ".tip"), text);
    }

    private String call(ColleagueRow row) {
        return row.ringing().map(call -> texts.get("colleague.ringing", call.name().isEmpty() ? call.number() : call.name() + "  " + call.number()))
                .or(() -> row.talking().map(since -> texts.get("colleague.talking", formats.minute(since), formats.duration(lasting(since))))).orElse("");
    }

    private static Duration lasting(Instant since) {
        var now = Instant.now();
        return since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }

    private static Action action(String label, Runnable run) {
        return new Action(label) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    private void use(Widgets all, Known known) {
        var now = known.accounts().isEmpty() ? Page.EMPTY : known.inUse().isEmpty() ? Page.LOADING : Page.CONTENT;
        if (now != page) {
            page = now;
            switch (now) {
                case EMPTY -> all.pane().showEmpty(texts.get("phone.empty"), new PaneAction(texts.get("phone.use-subscriber"),
                        () -> SubscriberDialog.open(getSite().getShell(), active(), all.phone(), this::sayError)),
                        new PaneAction(texts.get("phone.other-account"), () -> AccountDialog.add(getSite().getShell(), all.phone())));
                case LOADING -> all.pane().showLoading(texts.get("phone.starting"));
                default -> all.pane().showContent();
            }
        }
        if (InLayout.note(all.note(), known.inUse().map(accounts::blind).orElse("")))
            all.content().layout(true, true);
    }

    private void show(Widgets all) {
        var now = all.phone().colleagues().all().stream().map(peer -> ColleagueRow.of(peer, all.phone())).toList();
        if (now.equals(rows))
            return;
        rows = now;
        all.table().setRows(now);
    }

    private void add(String peer) {
        if (rows.size() >= Presences.MOST)
            sayError(texts.get("colleague.full", Presences.MOST));
        else
            DeskPhone.get().colleagues().add(List.of(peer));
    }

    private void remove(List<ColleagueRow> chosen) {
        DeskPhone.get().colleagues().remove(chosen.stream().map(ColleagueRow::peer).toList());
    }

    /** All whose calls the user of this desk can pick up. */
    private void addPickupGroups() {
        DeskPhone.get().ownUser().ifPresentOrElse(own -> jobs().read(texts.get("pickup.reading"), (node, _) -> Colleagues.of(node, own), found -> {
            if (found.isEmpty())
                sayError(texts.get("colleague.no-group", own));
            DeskPhone.get().colleagues().add(found);
        }, failure -> sayError(failure.message())), () -> sayError(texts.get("colleague.elsewhere")));
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(all -> PartFocus.give(all.table().control(), () -> {
            if (!all.pane().showsContent())
                all.pane().control().setFocus();
            else if (rows.isEmpty())
                all.add().setFocus();
            else
                all.table().setFocus();
        }));
    }
}
