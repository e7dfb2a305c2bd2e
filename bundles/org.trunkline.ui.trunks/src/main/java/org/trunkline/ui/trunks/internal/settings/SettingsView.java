package org.trunkline.ui.trunks.internal.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.layout.RowLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.SavedInPlace;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormLinks;
import org.trunkline.ui.form.FormPane;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.view.DeskView;

/** Technical settings of the node, embedded or remote, as one form with a search; also while a wrong one keeps the embedded node down. */
public final class SettingsView extends DeskView implements SavedInPlace {
    public static final String ID = "org.trunkline.ui.trunks.settings";
    private static final int FILTER_MS = 200;

    private final Texts texts = Texts.of(SettingsView.class);
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<SettingsDraft> draft = Optional.empty();
    private Optional<FormPane> form = Optional.empty();
    private Optional<NodeState.Reach> reach = Optional.empty();
    private List<NodeSetting> shown = List.of();
    /** What the node said of the values that were tried. */
    private List<FieldError> refused = List.of();
    private Map<String, Optional<String>> tried = Map.of();
    private boolean saving;
    private boolean dirty;
    private int turn;
    private int drawn;

    private record Widgets(StatePane state, Text search, Button changed, Composite box, Label problem, Button save, Button revert,
            Button reset, Button restart) {}

    @Override
    protected void create(Composite parent) {
        var state = new StatePane(parent);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(state.content());
        var top = new Composite(state.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).margins(12, 8).spacing(10, 0).applyTo(top);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(top);
        var search = NativeLook.of(new Text(top, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL | SWT.BORDER));
        search.setMessage(texts.get("search"));
        AccessibleName.of(search, texts.get("search"));
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(search);
        var changed = NativeLook.of(new Button(top, SWT.CHECK));
        changed.setText(texts.get("changed-only"));
        changed.setToolTipText(texts.get("changed-only.tip"));
        var box = new Composite(state.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().applyTo(box);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(box);
        var problem = new Label(state.content(), SWT.WRAP); // room for a line is always there
        GridDataFactory.fillDefaults().grab(true, false).indent(12, 0).hint(100, SWT.DEFAULT).applyTo(problem);
        var bar = new Composite(state.content(), SWT.NONE);
        RowLayoutFactory.fillDefaults().margins(12, 8).spacing(6).wrap(true).applyTo(bar); // four of them need 700 px and more
        GridDataFactory.fillDefaults().grab(true, false).applyTo(bar);
        var made = new Widgets(state, search, changed, box, problem, button(bar, "save", this::save), button(bar, "revert", this::revert),
                button(bar, "reset", this::reset), button(bar, "restart", () -> run(DeskCommands.RESTART_NODE, Map.of())));
        widgets = Optional.of(made);
        search.addListener(SWT.Modify, _ -> filterSoon(made));
        changed.addListener(SWT.Selection, _ -> draw());
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(box, this::read)));
        until(active().watch(now -> UiThread.post(box, () -> {
            if (!reach.equals(Optional.of(now.reach()))) {
                reach = Optional.of(now.reach());
                read();
            }
        })));
        onOtherNode(parent, this::leaveNode);
        handle("org.eclipse.ui.edit.findReplace", search::setFocus);
        handle("org.eclipse.ui.file.refresh", this::read);
    }

    private Button button(Composite bar, String key, Runnable action) {
        var button = NativeLook.of(new Button(bar, SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        button.addListener(SWT.Selection, _ -> action.run());
        return button;
    }

    /** Shows the settings that match. */
    void filter(String text) {
        onceFilled(() -> widgets.ifPresent(w -> w.search().setText(text)));
    }

    private void filterSoon(Widgets made) {
        int mine = ++turn;
        UiThread.later(made.box(), FILTER_MS, () -> {
            if (mine == turn)
                draw();
        });
    }

    private void leaveNode() {
        draft = Optional.empty();
        refused = List.of();
        widgets.ifPresent(w -> w.state().showLoading(texts.get("loading")));
        mark();
        read();
    }

    /** Those of the node shown; while the embedded node is down, those that it will start with. */
    private Optional<Settings> settings() {
        var state = active().state();
        return state.node().map(Node::settings).or(() -> state.kind() == NodeState.Kind.EMBEDDED
                ? Optional.ofNullable(PlatformUI.getWorkbench().getService(Settings.class)) : Optional.empty());
    }

    private void read() {
        var from = settings();
        widgets.ifPresent(w -> from.ifPresentOrElse(settings -> ask(texts.get("loading"), settings::report, this::show, why -> {
            if (draft.isEmpty())
                whileUp(w.state(), active().state());
            say(why);
        }), () -> {
            if (draft.isEmpty())
                whileUp(w.state(), active().state());
        }));
    }

    /** Not by the jobs of the node: it may be down. */
    private <T> void ask(String title, Callable<T> task, Consumer<T> done, Consumer<String> failed) {
        var owner = widgets.orElseThrow().box();
        var job = Job.create(title, (IProgressMonitor _) -> {
            try {
                T answer = NodeJobs.asAuthor(task);
                UiThread.post(owner, () -> done.accept(answer));
            } catch (NodeUnavailableException e) {
                UiThread.post(owner, () -> failed.accept(StateText.create().of(e)));
            } catch (Exception e) { // the border: a bug is shown, and the desk goes on
                UiThread.post(owner, () -> failed.accept(String.valueOf(e.getMessage())));
            }
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.schedule();
    }

    /** What was typed stays. */
    private void show(SettingsReport report) {
        var next = new SettingsDraft(report);
        draft.ifPresent(before -> before.changes().forEach((name, value) -> next.type(Map.of(name, value.orElse("")))));
        boolean same = draft.filter(before -> before.report().equals(report)).isPresent();
        draft = Optional.of(next);
        widgets.ifPresent(w -> w.state().showContent());
        if (!same)
            draw();
        check();
    }

    private void draw() {
        if (widgets.isEmpty() || draft.isEmpty())
            return;
        var w = widgets.get();
        take();
        shown = draft.get().matching(w.search().getText(), w.changed().getSelection());
        form.map(FormPane::control).ifPresent(Control::dispose);
        for (Control left : w.box().getChildren())
            left.dispose();
        form = Optional.empty();
        drawn++;
        if (!shown.isEmpty())
            make(w.box(), draft.get());
        else {
            var none = new Label(w.box(), SWT.NONE);
            none.setText(texts.get("none"));
            GridDataFactory.swtDefaults().indent(12, 12).applyTo(none);
        }
        w.box().layout(true, true);
        check();
    }

    private void make(Composite box, SettingsDraft from) {
        var rules = new SettingsForm(from.report(), shown, texts);
        var pane = FormPane.inSteps(box, rules, rules, FormLinks.NONE, () -> {
            take();
            check();
        });
        GridDataFactory.fillDefaults().grab(true, true).applyTo(pane.control());
        pane.control().setVisible(false); // nobody types into a half of it
        int mine = drawn;
        step(pane, () -> {
            if (mine != drawn)
                return;
            var saved = rules.values(new SettingsDraft(from.report()));
            pane.show(saved, false);
            pane.kept(rules.kept());
            pane.type(rules.values(from).changedSince(saved));
            pane.resized();
            pane.control().setVisible(true);
            form = Optional.of(pane);
            check();
        });
    }

    private static void step(FormPane pane, Runnable made) {
        UiThread.post(pane.control(), () -> {
            if (pane.makeMore())
                step(pane, made);
            else
                made.run();
        });
    }

    private void take() {
        form.filter(pane -> !pane.control().isDisposed()).ifPresent(pane -> draft.ifPresent(it -> it.type(pane.read().fields())));
    }

    /** Brings errors, buttons and the line below up to what is typed. */
    private void check() {
        if (widgets.isEmpty() || draft.isEmpty())
            return;
        var w = widgets.get();
        var changes = draft.get().changes();
        var errors = new ArrayList<>(draft.get().errors());
        refused.stream().filter(e -> tried.containsKey(e.field()) && tried.get(e.field()).equals(changes.get(e.field()))
                || !tried.containsKey(e.field()) && tried.equals(changes)).forEach(errors::add);
        var elsewhere = form.flatMap(pane -> pane.errors(errors));
        var waiting = draft.get().report().settings().stream().filter(NodeSetting::waiting)
                .map(setting -> DeclaredForm.in(setting.about().label(), setting.name())).toList();
        boolean embedded = active().state().kind() == NodeState.Kind.EMBEDDED;
        String said = !changes.isEmpty() && !errors.isEmpty() ? elsewhere.orElse("") : waiting.isEmpty() ? ""
                : texts.get(embedded ? "waiting" : "waiting.remote", String.join(", ", waiting));
        w.problem().setText(said.replace("&", "&&"));
        var palette = Palette.of(w.problem().getDisplay());
        w.problem().setForeground(changes.isEmpty() || errors.isEmpty() ? palette.foreground() : palette.bad());
        w.problem().requestLayout();
        w.save().setEnabled(!changes.isEmpty() && errors.isEmpty() && !saving);
        w.revert().setEnabled(!changes.isEmpty() && !saving);
        w.reset().setEnabled(!saving && shown.stream().anyMatch(s -> !s.locked() && s.source() != NodeSetting.Source.DEFAULT));
        w.restart().setEnabled(embedded && !waiting.isEmpty() && changes.isEmpty());
        mark();
    }

    private void mark() {
        boolean now = draft.filter(it -> !it.changes().isEmpty()).isPresent();
        if (now != dirty) {
            dirty = now;
            firePropertyChange(PROP_DIRTY);
        }
    }

    private void revert() {
        refused = List.of();
        form = Optional.empty(); // what stands in it is not taken
        draft = draft.map(it -> new SettingsDraft(it.report()));
        draw();
    }

    private void reset() {
        draft.ifPresent(it -> {
            shown.forEach(it::reset);
            form = Optional.empty();
            draw();
        });
    }

    private void save() {
        take();
        var values = draft.map(SettingsDraft::changes).orElse(Map.of());
        var to = settings();
        if (values.isEmpty() || to.isEmpty() || saving)
            return;
        saving = true;
        check();
        ask(texts.get("saving"), () -> to.get().change(values), result -> {
            saving = false;
            saved(values, result);
        }, why -> {
            saving = false;
            sayError(why);
            check();
        });
    }

    private void saved(Map<String, Optional<String>> values, SaveResult<SettingsReport> result) {
        switch (result) {
            case SaveResult.Saved<SettingsReport>(var now) -> {
                refused = List.of();
                form = Optional.empty();
                draft = Optional.of(new SettingsDraft(now));
                draw();
                say(texts.get("saved", values.size()));
            }
            case SaveResult.Rejected<SettingsReport>(var errors) -> {
                refused = draft.map(it -> it.worded(errors)).orElse(errors);
                tried = values;
                form.ifPresent(FormPane::touchAll);
                check();
                form.ifPresent(pane -> pane.focus(refused));
            }
            case SaveResult.Missing<SettingsReport> _, SaveResult.InUse<SettingsReport> _ ->
                throw new IllegalStateException("settings always exist");
        }
    }

    @Override
    public boolean isDirty() {
        return dirty;
    }

    /** Returns at once: the node saves in a job, and the part is dirty until it has. */
    @Override
    public void doSave(IProgressMonitor monitor) {
        if (widgets.filter(w -> w.save().getEnabled()).isPresent())
            save();
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(w -> w.search().setFocus());
    }
}
