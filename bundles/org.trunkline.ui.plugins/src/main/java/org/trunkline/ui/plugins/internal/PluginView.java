package org.trunkline.ui.plugins.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.ui.ISelectionListener;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.view.DeskView;

/** The selected plug-in: what it may do, what it costs, its settings, and what can be done with it. */
public final class PluginView extends DeskView implements PluginHead.Actions {
    static final String ID = "org.trunkline.ui.plugins.selected";
    private static final int SETTLE_MS = 600;

    private final Texts texts = Texts.of(PluginView.class);
    private final Formats formats = Formats.ofPreferences();
    private final PluginText words = PluginText.create(texts);
    private Optional<Panes> panes = Optional.empty();
    private Optional<PluginRow> row = Optional.empty();
    private String last = "";

    private record Panes(StatePane state, PluginHead head, Notice notice, PluginChanges changes, OverviewPane overview,
            SettingsPane settings) {}

    @Override
    protected void create(Composite parent) {
        var state = new StatePane(parent);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(state.content());
        var head = new PluginHead(state.content(), texts, words, this);
        var notice = new Notice(state.content(), texts);
        var changes = new PluginChanges(jobs(), texts, words, notice, this::choose);
        var tabs = new CTabFolder(state.content(), SWT.TOP | SWT.FLAT);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(tabs);
        var overview = new OverviewPane(tabs, texts, formats, words, jobs());
        tab(tabs, "tab.overview").setControl(overview.control());
        var settings = new SettingsPane(tabs, texts, words, jobs(), changes);
        tab(tabs, "tab.settings").setControl(settings.control());
        tabs.setSelection(0);
        panes = Optional.of(new Panes(state, head, notice, changes, overview, settings));
        state.showEmpty(texts.get("selected.none"));
        ISelectionListener listener = (part, selection) -> selected(selection);
        getSite().getPage().addSelectionListener(PluginsView.ID, listener);
        parent.addListener(SWT.Dispose, e -> getSite().getPage().removeSelectionListener(PluginsView.ID, listener));
        selected(getSite().getPage().getSelection(PluginsView.ID));
        until(active().watchNode(node -> UiThread.post(parent, () -> {
            last = "";
            leave();
        })));
    }

    private CTabItem tab(CTabFolder tabs, String key) {
        var item = new CTabItem(tabs, SWT.NONE);
        item.setText(texts.get(key));
        return item;
    }

    private void selected(ISelection selection) {
        if (!(selection instanceof IStructuredSelection rows))
            return;
        if (rows.getFirstElement() instanceof PluginRow next)
            show(next);
        else
            panes.ifPresent(p -> UiThread.later(p.state().control(), SETTLE_MS, this::leaveUnselected));
    }

    /** A table that loads again has no selection for a moment. */
    private void leaveUnselected() {
        if (getSite().getPage().getSelection(PluginsView.ID) instanceof IStructuredSelection rows && rows.isEmpty())
            leave();
    }

    private void leave() {
        row = Optional.empty();
        panes.ifPresent(p -> p.state().showEmpty(texts.get("selected.none")));
    }

    private void show(PluginRow next) {
        String id = next.about().map(PluginAbout::id).orElse(next.key()); // an archive and what is installed of it are one
        boolean other = !id.equals(last);
        last = id;
        row = Optional.of(next);
        panes.ifPresent(p -> {
            if (other)
                p.notice().close();
            p.head().show(next);
            p.overview().show(next);
            p.settings().show(next);
            p.state().showContent();
        });
    }

    private void on(BiConsumer<Panes, PluginRow> action) {
        panes.ifPresent(p -> row.ifPresent(r -> action.accept(p, r)));
    }

    @Override
    public void installOrUpdate() {
        on((p, r) -> r.offered().ifPresent(entry -> {
            List<String> more = r.hasUpdate() ? words.morePermissions(r) : List.of();
            if (more.isEmpty())
                p.changes().installOffered(entry.file());
            else
                p.notice().ask(words.question(entry.about().orElseThrow(), more), texts.get("action.update-now"),
                        () -> p.changes().installOffered(entry.file()));
        }));
    }

    @Override
    public void updateByFile() {
        on((p, r) -> {
            var dialog = new FileDialog(getSite().getShell(), SWT.OPEN);
            dialog.setText(texts.get("update.title", words.title(r)));
            dialog.setFilterExtensions("*.tlp", "*.jar", "*");
            String file = dialog.open();
            if (file != null)
                p.changes().update(r.key(), Path.of(file));
        });
    }

    @Override
    public void rollBack() {
        on((p, r) -> p.notice().ask(texts.get("rollback.sure", words.title(r), r.installed().flatMap(PluginStatus::previous)
                .orElse("")), texts.get("action.rollback"), () -> p.changes().rollback(r.key(), words.title(r))));
    }

    @Override
    public void enable(boolean enabled) {
        on((p, r) -> p.changes().enable(r.key(), words.title(r), enabled));
    }

    @Override
    public void remove() {
        on((p, r) -> p.notice().ask(texts.get("remove.sure", words.title(r), r.installed().map(s -> s.settings().size()
                + s.secretsSet().size()).orElse(0), r.about().map(a -> String.join(", ", a.provides())).orElse("")),
                texts.get("action.remove.do"), () -> p.changes().remove(r.key(), words.title(r), sentence -> list().ifPresent(l -> l.tell(sentence)))));
    }

    @Override
    public void parts(boolean wanted) {
        on((p, r) -> r.installed().ifPresent(status -> p.changes().parts(status, words.title(r), wanted)));
    }

    /** Adds to the context menu of the list what can be done with the selected plug-in. */
    void fill(IMenuManager menu) {
        on((p, r) -> p.head().fill(menu));
    }

    private Optional<PluginsView> list() {
        return getSite().getPage().findView(PluginsView.ID) instanceof PluginsView list ? Optional.of(list) : Optional.empty();
    }

    /** What was an archive is an installed plug-in now, in another row. */
    private void choose(String id) {
        if (row.filter(r -> r.key().equals(id)).isEmpty())
            list().ifPresent(l -> l.choose(id));
    }

    @Override
    public void trust() {
        on((p, r) -> r.certificate().ifPresent(pem -> p.notice().ask(words.certificate(pem, r.publisher()),
                texts.get("action.trust.do"), texts.get("trust.inside"), inside -> p.changes().trust(pem, inside))));
    }

    @Override
    public void setFocus() {
        panes.ifPresent(p -> {
            if (p.state().showsContent())
                p.head().setFocus();
            else
                p.state().control().setFocus();
        });
    }
}
