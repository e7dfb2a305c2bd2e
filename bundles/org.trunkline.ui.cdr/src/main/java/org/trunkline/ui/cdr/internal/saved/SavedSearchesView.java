package org.trunkline.ui.cdr.internal.saved;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.ui.Formats;
import org.trunkline.ui.SavedInPlace;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.open.RecordsArea;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;
import org.trunkline.ui.cdr.internal.widget.Buttons;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** Saved searches and how their alerts stand, with an editor beside. */
public final class SavedSearchesView extends DeskView implements SavedInPlace {
    public static final String ID = "org.trunkline.ui.cdr.saved";
    private static final int POLL_MS = 3000;
    private static final int FORM_WIDE = 260;

    private final Texts texts = Texts.of(RichText.class);
    private Optional<Widgets> widgets = Optional.empty();
    private boolean reading;
    private boolean dirty;
    private Optional<String> told = Optional.empty();

    private record Widgets(DataTable<SavedRow> table, SavedForm form, Button save, Button revert, Button acknowledge,
            Button test, Button delete) {}

    @Override
    protected void create(Composite parent) {
        var formats = Formats.ofPreferences();
        var sash = new SashForm(parent, SWT.HORIZONTAL | SWT.SMOOTH);
        var table = new DataTable<>(sash, new TableSpec<>("calls.saved", texts.get("saved.title"),
                new SavedColumns(texts, formats).all(),
                r -> r.search().name()), jobs());
        table.whenEmpty(texts.get("saved.none"), new PaneAction(texts.get("saved.new"), this::begin));
        var right = new Composite(sash, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(right);
        var scrolled = new ScrolledComposite(right, SWT.V_SCROLL);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(scrolled);
        var form = new SavedForm(scrolled, texts, formats);
        scrolled.setContent(form.control());
        scrolled.setExpandHorizontal(true);
        scrolled.setExpandVertical(true);
        fit(scrolled, form);
        var bar = Buttons.bar(right);
        GridDataFactory.fillDefaults().grab(true, false).indent(12, 6).hint(FORM_WIDE, SWT.DEFAULT).applyTo(bar);
        var made = new Widgets(table, form, Buttons.push(bar, texts, "saved.save", this::save),
                Buttons.push(bar, texts, "saved.revert", () -> {
                    say("");
                    revert();
                }), Buttons.push(bar, texts, "saved.acknowledge", () -> alert("acknowledge")),
                Buttons.push(bar, texts, "saved.test", () -> alert("test")), Buttons.push(bar, texts, "saved.delete", this::delete));
        Buttons.push(bar, texts, "saved.search", this::search);
        Buttons.push(bar, texts, "saved.new", this::begin);
        widgets = Optional.of(made);
        sash.setWeights(62, 38);
        form.onChange(() -> {
            mark(true);
            enable();
        });
        table.onSelect(this::chosen);
        table.onOpen(row -> open(row.search()));
        adopt(table, this::read);
        onOtherNode(parent, this::leaveNode);
        until(active().watchNode(node -> UiThread.post(parent, this::read)));
        UiThread.every(parent, POLL_MS, () -> {
            if (parent.isVisible())
                read();
        });
        form.fill(SavedPlaces.draft(new Place("", TimeRange.DAY)));
        enable();
    }

    private static void fit(ScrolledComposite scrolled, SavedForm form) {
        scrolled.setMinHeight(form.control().computeSize(SWT.DEFAULT, SWT.DEFAULT).y + 40);
    }

    private static void fit(Widgets widgets) {
        if (widgets.form().control().getParent() instanceof ScrolledComposite scrolled)
            fit(scrolled, widgets.form());
    }

    private void read() {
        if (reading)
            return;
        reading = true;
        jobs().read(texts.get("saved.reading"), (node, monitor) -> SavedRow.readAll(node), all -> {
            reading = false;
            widgets.ifPresent(w -> {
                w.table().setRows(all.rows());
                if (w.form().channels(all.channels()))
                    fit(w);
            });
            enable();
        }, failure -> {
            reading = false;
            widgets.ifPresent(w -> w.table().showFailure(failure.message(), failure.cause(), this::read));
        });
    }

    /** The table tells again what is chosen whenever it is read again: what is typed stays until it is saved or reverted. */
    private void chosen(List<SavedRow> rows) {
        var name = rows.stream().findFirst().map(r -> r.search().name());
        boolean again = name.equals(told);
        told = name;
        if (rows.isEmpty())
            return;
        var row = rows.getFirst();
        if (!dirty)
            widgets.filter(w -> !again || !w.form().present().equals(Optional.of(row.search())))
                    .ifPresentOrElse(w -> edit(row), this::enable); // what is marked in a field stays so
        else if (!again)
            widgets.ifPresent(w -> sayError(texts.get("saved.unsaved", w.form().draft().name().isEmpty()
                    ? texts.get("saved.new") : w.form().draft().name())));
    }

    /** What is open belongs to the node that is no longer shown. */
    private void leaveNode() {
        widgets.ifPresent(w -> {
            if (dirty)
                sayError(texts.get("saved.left-node", w.form().draft().name().isEmpty() ? texts.get("saved.new")
                        : w.form().draft().name()));
            w.table().setRows(List.of());
            w.table().deselect();
            told = Optional.empty();
            revert();
        });
    }

    private void edit(SavedRow row) {
        widgets.ifPresent(w -> {
            w.form().fill(row.search());
            mark(false);
            enable();
        });
    }

    private void revert() {
        mark(false);
        widgets.ifPresent(w -> w.table().selected().ifPresentOrElse(this::edit, () -> {
            w.form().fill(SavedPlaces.draft(new Place("", TimeRange.DAY)));
            enable();
        }));
    }

    /** A new one. */
    private void begin() {
        begin(new Place("", TimeRange.DAY));
    }

    /** A new one of this search. */
    public void begin(Place place) {
        onceFilled(() -> widgets.ifPresent(w -> {
            if (dirty) {
                sayError(texts.get("saved.unsaved", w.form().draft().name().isEmpty() ? texts.get("saved.new")
                        : w.form().draft().name()));
                return;
            }
            told = Optional.empty();
            w.table().deselect();
            w.form().fill(SavedPlaces.draft(place));
            enable();
        }));
    }

    private void enable() {
        widgets.ifPresent(w -> {
            var chosen = w.table().selected().filter(r -> w.form().present()
                    .filter(p -> p.name().equals(r.search().name())).isPresent());
            w.save().setEnabled(dirty && !w.form().draft().name().isBlank());
            w.revert().setEnabled(dirty);
            w.acknowledge().setEnabled(chosen.flatMap(SavedRow::alert)
                    .filter(a -> a.state() == AlertStatus.State.RAISED).isPresent());
            w.test().setEnabled(!dirty && chosen.flatMap(SavedRow::alert).isPresent());
            w.delete().setEnabled(w.form().present().isPresent());
        });
    }

    private void save() {
        widgets.ifPresent(w -> {
            var draft = w.form().draft();
            var present = w.form().present();
            jobs().<SaveResult<SavedSearch>>run(texts.get("saved.saving", draft.name()), (node, monitor) -> present.isPresent()
                    ? node.savedSearches().replace(draft.name(), draft) : node.savedSearches().create(draft),
                    this::saved, failure -> sayError(failure.message()));
        });
    }

    private void saved(SaveResult<SavedSearch> result) {
        widgets.ifPresent(w -> {
            switch (result) {
                case SaveResult.Saved<SavedSearch>(var search) -> {
                    mark(false);
                    w.form().fill(search);
                    told = Optional.of(search.name());
                    w.table().select(search.name()); // to be tried at once
                    say(texts.get("saved.saved", search.name()));
                    read();
                    enable();
                }
                case SaveResult.Rejected<SavedSearch>(var errors) -> w.form().show(errors);
                case SaveResult.Missing<SavedSearch>(var key) -> sayError(texts.get("saved.missing", key));
                case SaveResult.InUse<SavedSearch> _ -> read(); // nothing depends on a saved search
            }
        });
    }

    private void search() {
        widgets.ifPresent(w -> {
            var draft = w.form().draft();
            open(new SavedSearch(draft.name(), draft.query(), draft.lastSeconds() == 0 ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(draft.lastSeconds())), draft.owner(), false, false,
                    Optional.empty()));
        });
    }

    private void open(SavedSearch search) {
        RecordsArea.show(getSite().getWorkbenchWindow(), SavedPlaces.place(search));
    }

    private void alert(String action) {
        widgets.flatMap(w -> w.table().selected()).ifPresent(row -> {
            var name = row.search().name();
            if (action.equals("test") && row.search().alert().filter(SavedSearchesView::isSent).isEmpty())
                sayError(texts.get("saved.test.nowhere", name));
            else
                jobs().<Boolean>run(texts.get("saved." + action), (node, monitor) -> action.equals("test")
                        ? node.alerts().test(name) : node.alerts().acknowledge(name), done -> {
                            say(texts.get("saved." + action + (done ? ".done" : ".late"), name));
                            read();
                        }, failure -> sayError(failure.message()));
        });
    }

    private static boolean isSent(AlertRule rule) {
        return rule.webhook().isPresent() || !rule.mailTo().isEmpty() || !rule.channels().isEmpty();
    }

    /** Shows one of them, now or as soon as it is there. */
    public void choose(String name) {
        onceFilled(() -> widgets.ifPresent(w -> w.table().select(name)));
    }

    private void delete() {
        widgets.flatMap(w -> w.form().present()).ifPresent(search -> {
            var verb = texts.get("saved.delete");
            if (new MessageDialog(getSite().getShell(), verb, null, texts.get(search.alert().isPresent()
                    ? "saved.delete.confirm.alert" : "saved.delete.confirm", search.name()), MessageDialog.WARNING, 1, verb,
                    texts.get("export.cancel")).open() == 0)
                jobs().<SaveResult<SavedSearch>>run(texts.get("saved.deleting", search.name()),
                        (node, monitor) -> node.savedSearches().delete(search.name()), this::deleted,
                        failure -> sayError(failure.message()));
        });
    }

    private void deleted(SaveResult<SavedSearch> result) {
        switch (result) {
            case SaveResult.Saved<SavedSearch>(var search) -> say(texts.get("saved.deleted", search.name()));
            case SaveResult.Rejected<SavedSearch>(var errors) -> widgets.ifPresent(w -> w.form().show(errors));
            case SaveResult.Missing<SavedSearch>(var key) -> sayError(texts.get("saved.missing", key));
            case SaveResult.InUse<SavedSearch>(var dependents) -> sayError(String.join(", ", dependents));
        }
        if (!(result instanceof SaveResult.Rejected<SavedSearch>)) {
            widgets.ifPresent(w -> w.table().deselect());
            told = Optional.empty();
            revert();
        }
        read();
    }

    private void mark(boolean unsaved) {
        if (dirty == unsaved)
            return;
        dirty = unsaved;
        firePropertyChange(PROP_DIRTY);
    }

    @Override
    public boolean isDirty() {
        return dirty;
    }

    /** Returns at once: the node saves in a job, and the part is dirty until it has. */
    @Override
    public void doSave(IProgressMonitor monitor) {
        if (widgets.filter(w -> w.save().getEnabled()).isPresent()) // the window itself is off while the workbench saves
            save();
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(w -> w.table().setFocus());
    }
}
