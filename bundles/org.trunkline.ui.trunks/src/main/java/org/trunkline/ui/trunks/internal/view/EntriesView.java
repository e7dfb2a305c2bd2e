package org.trunkline.ui.trunks.internal.view;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.ISelectionListener;
import org.eclipse.ui.PartInitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.ui.CatalogPages;
import org.trunkline.ui.CertificateText;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.ActionMenu;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.EditedEntry;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.trunks.internal.bulk.AddNumbersDialog;
import org.trunkline.ui.trunks.internal.bulk.CellEdit;
import org.trunkline.ui.trunks.internal.bulk.DeleteMany;
import org.trunkline.ui.trunks.internal.bulk.EditManyDialog;
import org.trunkline.ui.trunks.internal.bulk.EntryFiles;
import org.trunkline.ui.trunks.internal.bulk.ImportDialog;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Entries;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.KindText;
import org.trunkline.ui.trunks.internal.model.OwnKind;
import org.trunkline.ui.view.DeskView;

/** The entries of the kind chosen beside it. */
public final class EntriesView extends DeskView {
    static final String ID = "org.trunkline.ui.trunks.entries";
    private static final Logger LOG = LoggerFactory.getLogger(EntriesView.class);

    private final Texts texts = Texts.of(Kind.class);
    private final EntryColumns columns = new EntryColumns(texts, Formats.ofPreferences(), StateText.create(), CertificateText.create());
    private final StackLayout stack = new StackLayout();
    private final Map<Kind, Sheet> sheets = new HashMap<>();
    private final Map<Kind, CatalogPages.Found<Entry>> loaded = new HashMap<>();
    private Optional<Composite> owner = Optional.empty();
    private Optional<Job> loading = Optional.empty();
    private Optional<Kind> asked = Optional.empty(); // while an answer is awaited
    private boolean again;
    private boolean stale;
    private Optional<String> wanted = Optional.empty();
    private Kind kind = OwnKind.TRUNK;
    private NodeState.Reach reach = NodeState.Reach.UP;
    private List<TrunkStatus> lastTrunks = List.of();
    private int lastRegistrations;

    /** A table with what stands above it. */
    private record Sheet(Composite page, DataTable<Entry> table, Optional<AwayNotice> notice) {}

    @Override
    protected void create(Composite parent) {
        var box = new Composite(parent, SWT.NONE);
        box.setLayout(stack);
        owner = Optional.of(box);
        ISelectionListener listener = (part, chosen) -> chosen(chosen);
        getSite().getPage().addSelectionListener(KindsView.ID, listener);
        parent.addListener(SWT.Dispose, e -> getSite().getPage().removeSelectionListener(KindsView.ID, listener));
        show(OwnKind.TRUNK);
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(box, this::load)));
        until(active().watchNode(node -> UiThread.post(box, this::load)));
        until(active().watch(state -> UiThread.post(box, () -> heard(state))));
    }

    private void chosen(ISelection chosen) {
        if (chosen instanceof IStructuredSelection rows && rows.getFirstElement() instanceof Kind next && !next.equals(kind)) {
            if (!next.is(kind))
                wanted = Optional.empty();
            show(next);
        }
    }

    Kind kind() {
        return kind;
    }

    /** Shows a kind, and selects an entry of it once it is there. */
    void show(Kind next, Optional<String> key) {
        onceFilled(() -> {
            wanted = key;
            show(next);
        });
    }

    /** Shows a kind, and nothing selected: something new begins, which no row must take the place of. */
    void showNone(Kind next) {
        onceFilled(() -> {
            wanted = Optional.empty();
            if (!next.equals(kind))
                show(next);
            table().deselect();
        });
    }

    private void show(Kind next) {
        kind = next;
        DataTable<Entry> table = table();
        stack.topControl = sheets.get(next).page();
        owner.ifPresent(o -> o.layout());
        setPartName(kind.text(texts).many());
        adopt(table, this::load);
        dropFormer();
        load();
    }

    /** The list of what a plug-in said of its kind before. */
    private void dropFormer() {
        for (Kind former : sheets.keySet().stream().filter(k -> k.is(kind) && !k.equals(kind)).toList()) {
            sheets.remove(former).page().dispose();
            loaded.remove(former);
        }
    }

    private DataTable<Entry> table() {
        return sheets.computeIfAbsent(kind, this::make).table();
    }

    private Sheet make(Kind of) {
        KindText words = of.text(texts);
        var page = new Composite(owner.orElseThrow(), SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(page);
        Optional<AwayNotice> notice = of instanceof AddedKind added && !added.runs()
                ? Optional.of(new AwayNotice(page, texts, added, jobs(), this::say)) : Optional.empty();
        var table = new DataTable<>(page, new TableSpec<>("trunks." + of.code(), words.many(), columns(of), Entry::key,
                Optional.of(new Sort(of.form().keyField(), false))), jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        table.onMenu(menu -> fill(menu, table));
        table.onMenu(new ActionMenu("entries", active(), table.control(), () -> table.selectedRows().stream()
                .map(entry -> new ActionTarget.OfEntry(new EditedEntry(entry.kind().code(), Optional.of(entry.key()))))
                .toList())::fill);
        table.onOpen(entry -> edit());
        table.openRowsOnly();
        if (of.runs()) {
            table.whenEmpty(words.none(), new PaneAction(words.add(), () -> add(of)));
            var add = NativeLook.of(new Button(table.bar(), SWT.PUSH));
            add.setText(words.add());
            GridDataFactory.swtDefaults().applyTo(add);
            add.addListener(SWT.Selection, e -> add(of));
            if (of.is(OwnKind.NUMBER))
                button(table, "entries.add-many", () -> new AddNumbersDialog(getSite().getShell(), active(), this::say).open());
            button(table, "entries.import", () -> EntryFiles.askImport(getSite().getShell(), of).ifPresent(file ->
                    new ImportDialog(getSite().getShell(), active(), of, file, this::say).open()));
            table.exportBy(() -> new EntryFiles(jobs(), this::say, this::sayError).export(getSite().getShell(), of));
            table.arrangeBar();
        } else {
            table.whenEmpty(words.none());
        }
        return new Sheet(page, table, notice);
    }

    /** With the fields that are edited in their cells. */
    private List<Column<Entry>> columns(Kind of) {
        return columns.of(of).stream().map(column -> of instanceof OwnKind own ? EntryColumns.field(own, column.id())
                .map(path -> column.edited(CellEdit.of(own, path, jobs(), this::say))).orElse(column) : column).toList();
    }

    private void button(DataTable<Entry> table, String key, Runnable action) {
        var button = NativeLook.of(new Button(table.bar(), SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        GridDataFactory.swtDefaults().applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
    }

    private void fill(IMenuManager menu, DataTable<Entry> table) {
        if (kind.runs())
            menu.add(action(kind.text(texts).add(), () -> add(kind)));
        List<Entry> chosen = table.selectedRows();
        if (chosen.size() > 1 && kind.runs())
            menu.add(action(texts.get("entries.edit-many"), this::editSelected));
        if (!chosen.isEmpty())
            menu.add(action(texts.get("entries.delete"), () -> new DeleteMany(jobs(), this::say, this::sayError)
                    .of(getSite().getShell(), kind, chosen)));
        table.selected().ifPresent(entry -> {
            menu.add(action(texts.get("entries.edit"), this::edit));
            EntryColumns.query(entry)
                    .ifPresent(query -> menu.add(action(texts.get("entries.calls"), () -> showCalls(query))));
            if (!kind.is(OwnKind.TRUNK))
                menu.add(action(texts.get("entries.try"), () -> run(DeskCommands.TRY_ROUTE, Map.of(DeskCommands.TRY_ROUTE_NUMBER,
                        entry.key()))));
        });
    }

    /** The same values for all selected entries; one alone is edited as ever. */
    void editSelected() {
        List<Entry> chosen = table().selectedRows();
        if (chosen.size() > Node.MAX_CHANGES)
            sayError(texts.get("entries.too-many", chosen.size(), Node.MAX_CHANGES));
        else if (chosen.size() > 1 && kind.runs())
            new EditManyDialog(getSite().getShell(), active(), kind, chosen.stream().map(Entry::key).toList(), this::say).open();
        else if (!chosen.isEmpty())
            edit();
    }

    private static Action action(String label, Runnable run) {
        return new Action(label) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    private void add(Kind of) {
        EditorNavigation.create(getSite().getWorkbenchWindow(), of, Map.of());
    }

    private void edit() {
        try {
            getSite().getPage().showView(EditorView.ID);
        } catch (PartInitException e) {
            LOG.error("the editor cannot be shown", e);
        }
    }

    private void load() {
        DataTable<Entry> table = table();
        if (!whileUp(table.state(), active().state())) {
            asked = Optional.empty();
            return;
        }
        if (asked.equals(Optional.of(kind))) {
            again = true; // what changes while it is read must not keep it from being read at all
            return;
        }
        loading.ifPresent(Job::cancel);
        Kind now = kind;
        asked = Optional.of(now);
        again = false;
        if (!loaded.containsKey(now))
            table.state().showLoading(texts.get("entries.loading"));
        loading = Optional.of(jobs().read(texts.get("entries.loading"),
                (node, monitor) -> Entries.load(node, now, monitor), found -> {
                    loaded(now, found);
                    answered(now);
                }, failure -> {
                    table.state().showError(failure, this::load);
                    answered(now);
                }));
    }

    private void answered(Kind of) {
        if (!asked.equals(Optional.of(of)))
            return;
        asked = Optional.empty();
        if (again)
            load();
    }

    private void loaded(Kind of, CatalogPages.Found<Entry> found) {
        if (!sheets.containsKey(of))
            return; // its plug-in says something else of it by now
        loaded.put(of, found);
        fill(of);
        if (of.equals(kind))
            wanted.ifPresent(key -> reveal(key, found));
    }

    private void reveal(String key, CatalogPages.Found<Entry> found) {
        var answer = WantedEntry.in(found, key, again);
        if (answer == WantedEntry.NOT_YET)
            return;
        wanted = Optional.empty();
        if (answer == WantedEntry.THERE)
            table().select(key);
        if (answer == WantedEntry.GONE)
            table().deselect();
        answer.problem().ifPresent(problem -> sayError(texts.get(problem, kind.text(texts).named(key))));
    }

    private void fill(Kind of) {
        var now = loaded.getOrDefault(of, new CatalogPages.Found<>(List.of(), 0));
        List<Entry> found = now.entries();
        if (of == OwnKind.TRUNK) {
            var status = active().state().status();
            found = found.stream().map(e -> e.with(status.flatMap(s -> s.trunks().stream()
                    .filter(t -> t.name().equals(e.key())).findFirst()))).toList();
        }
        Sheet sheet = sheets.get(of);
        sheet.table().setRows(found, now.total());
        sheet.notice().ifPresent(notice -> notice.show(now.total()));
    }

    private void heard(NodeState state) {
        if (state.reach() != reach) {
            reach = state.reach();
            if (!state.up())
                loaded.clear();
            whileUp(table().state(), state);
        } else if (state.up() && kind == OwnKind.TRUNK && loaded.containsKey(kind) && statusChanged(state)) {
            fill(kind);
        } else if (state.up() && kind == OwnKind.SUBSCRIBER) {
            stale |= registrationsChanged(state);
            if (stale && owner.orElseThrow().isVisible()) {
                stale = false;
                load();
            }
        }
    }

    private boolean registrationsChanged(NodeState state) {
        int now = state.status().map(NodeStatus::registrations).orElse(0);
        boolean changed = now != lastRegistrations;
        lastRegistrations = now;
        return changed;
    }

    private boolean statusChanged(NodeState state) {
        List<TrunkStatus> now = state.status().map(s -> s.trunks()).orElse(List.of());
        boolean changed = !now.equals(lastTrunks);
        lastTrunks = now;
        return changed;
    }

    @Override
    public void setFocus() {
        table().setFocus();
    }
}
