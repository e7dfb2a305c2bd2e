package org.trunkline.ui.trunks.internal.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.eclipse.jface.action.Action;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.Page;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.LatestAnswer;
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

/** Who changed what, newest first; the fields of the selected change before and after; and the way to take it back. */
public final class ChangesView extends DeskView {
    public static final String ID = "org.trunkline.ui.trunks.changes";
    private static final int MOST = 2_000;
    /** Kinds that are edited beside the search of call records. */
    private static final Set<String> NO_EDITOR = Set.of(AuditSubject.SAVED_SEARCH, AuditSubject.RETENTION);

    private final Texts texts = Texts.of(ChangesView.class);
    private final Formats formats = Formats.ofPreferences();
    private final LatestAnswer answers = new LatestAnswer();
    private ChangeText words = new ChangeText(AddedWords.none());
    private Optional<TakeBack> takeBack = Optional.empty();
    private Optional<DataTable<LoggedChange>> table = Optional.empty();
    private Optional<NodeState.Reach> reach = Optional.empty();

    @Override
    protected void create(Composite parent) {
        var sash = new SashForm(parent, SWT.HORIZONTAL);
        var changes = new DataTable<>(sash, new TableSpec<>("trunks.changes", texts.get("changes"), columns(), LoggedChange::id,
                Optional.of(new Sort("when", true))), jobs());
        changes.whenEmpty(texts.get("changes.none"));
        table = Optional.of(changes);
        var fields = new DataTable<>(sash, new TableSpec<>("trunks.changes.fields", texts.get("fields"), fieldColumns(),
                Row::label), jobs());
        fields.hideBar();
        fields.whenEmpty(texts.get("fields.none"));
        fields.setRows(List.of());
        sash.setWeights(3, 2);
        var back = new TakeBack(jobs(), said -> {
            say(said);
            ask(changes);
        }, this::sayError);
        takeBack = Optional.of(back);
        var button = NativeLook.of(new Button(changes.bar(), SWT.PUSH));
        button.setText(texts.get("take-back.button"));
        button.setToolTipText(texts.get("take-back.tip"));
        button.setEnabled(false);
        button.addListener(SWT.Selection, _ -> changes.selected().ifPresent(c -> back.of(getSite().getShell(), c)));
        changes.arrangeBar();
        changes.onSelect(rows -> {
            button.setEnabled(rows.size() == 1 && rows.getFirst().canBeTakenBack());
            button.setToolTipText(rows.stream().findFirst().filter(_ -> rows.size() == 1).flatMap(words::whyNot)
                    .orElseGet(() -> texts.get("take-back.tip")));
            fields.setRows(rows.size() == 1 ? rows(rows.getFirst()) : List.of());
        });
        changes.onOpen(this::open);
        changes.openRowsOnly();
        changes.onMenu(menu -> changes.selected().ifPresent(change -> {
            if (change.canBeTakenBack())
                menu.add(action("take-back.button", () -> back.of(getSite().getShell(), change)));
            change.entry().filter(entry -> !NO_EDITOR.contains(entry.kind())).ifPresent(_ -> menu.add(action("open", () -> open(change))));
        }));
        adopt(changes, () -> ask(changes));
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(changes.control(), () -> ask(changes))));
        until(active().watch(state -> UiThread.post(changes.control(), () -> {
            if (reach.equals(Optional.of(state.reach())))
                return;
            reach = Optional.of(state.reach());
            ask(changes);
        })));
        onOtherNode(parent, () -> {
            answers.drop();
            changes.setRows(List.of());
        });
    }

    private record Read(Page<LoggedChange> changes, AddedWords added) {}

    /** A field of the selected change. */
    private record Row(String label, Value before, Value after) {}

    /** @param dialled what can be called of it */
    private record Value(String text, List<String> dialled) {}

    private List<Row> rows(LoggedChange change) {
        return change.fields().stream().map(f -> new Row(words.label(change, f), new Value(words.before(change, f), words.dialled(change, f, f.before())),
                new Value(words.after(change, f), words.dialled(change, f, f.after())))).toList();
    }

    private List<Column<LoggedChange>> columns() {
        return List.of(column("when", (LoggedChange c) -> formats.dateTime(c.at())).sortedBy(LoggedChange::id)
                        .hover(c -> formats.utc(c.at())),
                column("who", LoggedChange::who),
                column("action", (LoggedChange c) -> c.takenBackBy().isPresent() ? texts.get("action.taken-back", words.action(c))
                        : c.takesBack().isPresent() ? texts.get("action.takes-back", words.action(c)) : words.action(c))
                        .tone(c -> c.takenBackBy().isPresent() ? Tone.OFF : Tone.PLAIN),
                column("entry", (LoggedChange c) -> words.subject(c)).numbers(c -> words.dialled(c)),
                column("what", (LoggedChange c) -> words.what(c)),
                column("together", (LoggedChange c) -> formats.count(c.together())).sortedBy(LoggedChange::together)
                        .alignedRight().hiddenAtFirst());
    }

    private List<Column<Row>> fieldColumns() {
        return List.of(column("field", Row::label), column("before", (Row r) -> r.before().text()).numbers(r -> r.before().dialled()),
                column("after", (Row r) -> r.after().text()).numbers(r -> r.after().dialled()));
    }

    private <T> Column<T> column(String id, Function<T, String> text) {
        return Column.of(id, texts.get("column." + id), texts.get("column." + id + ".tip"), text);
    }

    private Action action(String key, Runnable run) {
        return new Action(texts.get(key)) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    private void open(LoggedChange change) {
        change.entry().filter(entry -> !NO_EDITOR.contains(entry.kind())).ifPresent(entry -> {
            if (entry.kind().equals(AuditSubject.SETTINGS))
                run(DeskCommands.SETTINGS, Map.of(DeskCommands.SETTINGS_FILTER, entry.key()));
            else
                run(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, entry.kind(), DeskCommands.EDIT_KEY, entry.key()));
        });
    }

    private void ask(DataTable<LoggedChange> changes) {
        if (!whileUp(changes.state(), active().state()))
            return;
        var question = answers.ask();
        jobs().read(texts.get("changes.loading"), (node, monitor) -> {
            var found = new ArrayList<LoggedChange>();
            Page<LoggedChange> page;
            Optional<String> after = Optional.empty();
            do {
                page = node.changeLog().list("", after, ChangeLog.MAX_PAGE);
                found.addAll(page.items());
                after = page.next();
            } while (after.isPresent() && found.size() < MOST && !monitor.isCanceled());
            return new Read(new Page<>(found, page.total(), after), AddedWords.of(node));
        }, question.told(read -> {
            words = new ChangeText(read.added());
            takeBack.ifPresent(back -> back.say(words));
            changes.setRows(read.changes().items(), read.changes().total());
        }), question.told(failure -> changes.state().showError(failure, () -> ask(changes))));
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
