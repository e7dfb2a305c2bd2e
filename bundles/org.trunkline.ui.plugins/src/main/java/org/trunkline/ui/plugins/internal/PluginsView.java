package org.trunkline.ui.plugins.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.view.DeskView;

/** What is installed, and what the catalogue offers; archives can be dropped on it. */
public final class PluginsView extends DeskView {
    static final String ID = "org.trunkline.ui.plugins.list";
    private static final int POLL_MS = 2000;
    /** Looking through the folder reads every archive in it. */
    private static final int POLLS_OF_CATALOGUE = 15;

    private final Texts texts = Texts.of(PluginsView.class);
    private final PluginText words = PluginText.create(texts);
    private Optional<DataTable<PluginRow>> table = Optional.empty();
    private Optional<Notice> notice = Optional.empty();
    private Optional<PluginChanges> changes = Optional.empty();
    private List<CatalogueEntry> catalogue = List.of();
    private int polls;
    private boolean reading;
    private boolean again;
    private boolean catalogueAsked = true;
    private NodeState.Reach reach = NodeState.Reach.UP;

    private record Found(List<PluginStatus> installed, Optional<List<CatalogueEntry>> catalogue) {}

    @Override
    protected void create(Composite parent) {
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(parent);
        var above = new Notice(parent, texts);
        notice = Optional.of(above);
        var plugins = new DataTable<>(parent, new PluginColumns(texts, Formats.ofPreferences(), words).spec(), jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(plugins.control());
        table = Optional.of(plugins);
        var change = new PluginChanges(jobs(), texts, words, above, this::choose);
        changes = Optional.of(change);
        plugins.whenEmpty(texts.get("plugins.none"), new PaneAction(texts.get("plugins.install"), this::askAndInstall));
        var install = NativeLook.of(new Button(plugins.bar(), SWT.PUSH));
        install.setText(texts.get("plugins.install"));
        install.setToolTipText(texts.get("plugins.install.tip"));
        install.addListener(SWT.Selection, e -> askAndInstall());
        GridDataFactory.swtDefaults().applyTo(install);
        var publishers = NativeLook.of(new Button(plugins.bar(), SWT.PUSH));
        publishers.setText(texts.get("plugins.publishers"));
        publishers.setToolTipText(texts.get("plugins.publishers.tip"));
        publishers.addListener(SWT.Selection, e -> PublishersDialog.open(getSite().getShell(), active(), texts, words));
        GridDataFactory.swtDefaults().applyTo(publishers);
        plugins.arrangeBar();
        plugins.onOpen(row -> selected().ifPresent(view -> getSite().getPage().activate(view)));
        plugins.onDelete(rows -> selected().filter(_ -> rows.size() == 1 && rows.getFirst().installed().isPresent())
                .ifPresent(PluginView::remove));
        plugins.onMenu(menu -> selected().ifPresent(view -> view.fill(menu)));
        drop(plugins);
        adopt(plugins, this::refresh);
        plugins.state().showLoading(texts.get("plugins.reading"));
        until(active().watch(state -> UiThread.post(parent, () -> heard(state))));
        until(active().watchNode(node -> UiThread.post(parent, this::refresh)));
        watchNode(node -> node.plugins().watch(() -> UiThread.post(parent, this::refresh)));
        UiThread.every(parent, POLL_MS, () -> {
            if (parent.isVisible())
                poll();
        });
    }

    private Optional<PluginView> selected() {
        return getSite().getPage().findView(PluginView.ID) instanceof PluginView view ? Optional.of(view) : Optional.empty();
    }

    private void drop(DataTable<PluginRow> plugins) {
        var target = new DropTarget(plugins.control(), DND.DROP_COPY | DND.DROP_DEFAULT);
        target.setTransfer(FileTransfer.getInstance());
        target.addDropListener(new DropTargetAdapter() {
            @Override
            public void dragEnter(DropTargetEvent event) {
                if (event.detail == DND.DROP_DEFAULT)
                    event.detail = DND.DROP_COPY;
            }

            @Override
            public void drop(DropTargetEvent event) {
                if (event.data instanceof String[] files)
                    PluginsView.this.install(List.of(files));
            }
        });
    }

    /** Installs the files one after the other, or updates what is installed. */
    void install(List<String> files) {
        onceFilled(() -> changes.ifPresent(c -> c.installFiles(files.stream().map(Path::of).toList())));
    }

    /** Says what was done of one that is no longer there. */
    void tell(String sentence) {
        notice.ifPresent(n -> n.note(sentence));
    }

    /** Selects an installed plug-in. */
    void choose(String id) {
        onceFilled(() -> table.ifPresent(t -> t.select(id)));
    }

    void askAndInstall() {
        var dialog = new FileDialog(getSite().getShell(), SWT.OPEN | SWT.MULTI);
        dialog.setText(texts.get("plugins.install.title"));
        dialog.setFilterExtensions("*.tlp", "*.jar", "*");
        if (dialog.open() == null)
            return;
        Path folder = Path.of(dialog.getFilterPath());
        install(List.of(dialog.getFileNames()).stream().map(name -> folder.resolve(name).toString()).toList());
    }

    private void heard(NodeState state) {
        if (state.reach() == reach)
            return;
        reach = state.reach();
        if (!state.up()) {
            catalogue = List.of();
            notice.ifPresent(Notice::close);
        }
        table.ifPresent(t -> whileUp(t.state(), state));
    }

    private void refresh() {
        catalogueAsked = true;
        read();
    }

    private void poll() {
        if (++polls % POLLS_OF_CATALOGUE == 0)
            catalogueAsked = true;
        read();
    }

    private void read() {
        if (reading || table.isEmpty() || !active().state().up()) {
            again = reading;
            return;
        }
        reading = true;
        again = false;
        boolean all = catalogueAsked;
        catalogueAsked = false;
        jobs().read(texts.get("plugins.reading"), (node, monitor) -> new Found(node.plugins().list(),
                all ? Optional.of(node.plugins().catalogue()) : Optional.empty()), found -> {
                    catalogue = found.catalogue().orElse(catalogue);
                    table.ifPresent(t -> t.setRows(PluginRow.of(found.installed(), catalogue)));
                    finished();
                }, failure -> {
                    catalogueAsked |= all;
                    table.ifPresent(t -> t.state().showError(failure, this::refresh));
                    finished();
                });
    }

    private void finished() {
        reading = false;
        if (again)
            read();
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
