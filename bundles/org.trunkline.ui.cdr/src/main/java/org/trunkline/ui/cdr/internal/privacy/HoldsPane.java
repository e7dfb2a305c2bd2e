package org.trunkline.ui.cdr.internal.privacy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.Buttons;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** Legal holds, and the editor of one below them while one is chosen or made. UI thread. */
final class HoldsPane {
    private final Texts texts;
    private final Formats formats;
    private final Around around;
    private final Composite pane;
    private final DataTable<LegalHold> table;
    private final HoldForm form;
    private Optional<String> told = Optional.empty();

    HoldsPane(Composite parent, Texts texts, Formats formats, Around around) {
        this.texts = texts;
        this.formats = formats;
        this.around = around;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        table = new DataTable<>(pane, new TableSpec<>("calls.holds", texts.get("hold.title"), columns(),
                LegalHold::name), around.jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        table.whenEmpty(texts.get("hold.none"), new PaneAction(texts.get("hold.new"), () -> begin("")));
        var title = new Label(table.bar(), SWT.NONE);
        title.setText(texts.get("hold.title"));
        title.moveAbove(null);
        Buttons.push(table.bar(), texts, "hold.new", () -> begin(""));
        table.arrangeBar();
        form = new HoldForm(pane, texts, new HoldForm.Actions(this::save, this::revert, this::lift,
                () -> around.showCalls(form().draft().query())));
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(form.control());
        form.control().setVisible(false);
        table.onSelect(this::chosen);
        table.onOpen(row -> around.showCalls(row.query()));
    }

    private HoldForm form() {
        return form;
    }

    private List<Column<LegalHold>> columns() {
        return List.of(column("name", LegalHold::name), column("query", LegalHold::query),
                column("reason", LegalHold::reason), column("who", LegalHold::who),
                column("since", h -> formats.dateTime(h.since())));
    }

    private Column<LegalHold> column(String id, Function<LegalHold, String> text) {
        return Column.of(id, texts.get("hold.column." + id), texts.get("hold.column." + id + ".tip"), text);
    }

    Composite control() {
        return pane;
    }

    DataTable<LegalHold> table() {
        return table;
    }

    /** What is typed stays. @param total how many there are, where not all are shown */
    void show(List<LegalHold> holds, long total) {
        table.setRows(holds, total);
        if (form.dirty())
            return;
        form.present().ifPresent(shown -> holds.stream().filter(h -> h.name().equals(shown.name())).findFirst()
                .ifPresentOrElse(now -> {
                    if (!now.equals(shown))
                        form.fill(now);
                }, this::close));
    }

    /** The table tells again what is chosen whenever it is read again: only another choice counts. */
    private void chosen(List<LegalHold> rows) {
        var name = rows.stream().findFirst().map(LegalHold::name);
        if (name.equals(told))
            return;
        told = name;
        if (rows.isEmpty())
            return;
        if (form.dirty())
            around.sayError(texts.get("hold.unsaved", form.title()));
        else
            edit(rows.getFirst());
    }

    private void edit(LegalHold hold) {
        form.fill(hold);
        visible(true);
    }

    /** A new one. @param query what it is to keep, empty to be typed */
    void begin(String query) {
        if (form.dirty()) {
            around.sayError(texts.get("hold.unsaved", form.title()));
            return;
        }
        told = Optional.empty();
        table.deselect();
        visible(true);
        form.begin(query);
    }

    /** Another node is shown: what is typed was meant for the one before. */
    void anotherNode() {
        table.deselect();
        close();
    }

    private void close() {
        told = Optional.empty();
        form.clear();
        visible(false);
    }

    private void visible(boolean visible) {
        form.control().setVisible(visible);
        ((GridData) form.control().getLayoutData()).exclude = !visible;
        pane.layout(true, true);
    }

    private void revert() {
        around.say("");
        table.selected().ifPresentOrElse(this::edit, this::close);
    }

    private void save() {
        HoldDraft draft = form.draft();
        boolean there = form.present().isPresent();
        around.jobs().<SaveResult<LegalHold>>run(texts.get("hold.saving", draft.name()), (node, monitor) -> there
                ? node.privacy().holds().replace(draft.name(), draft) : node.privacy().holds().create(draft),
                this::saved, this::failed);
    }

    private void saved(SaveResult<LegalHold> result) {
        switch (result) {
            case SaveResult.Saved<LegalHold>(var hold) -> {
                told = Optional.of(hold.name());
                edit(hold);
                table.select(hold.name());
                around.say(texts.get("hold.saved", hold.name()));
            }
            case SaveResult.Rejected<LegalHold>(var errors) -> form.show(errors);
            case SaveResult.Missing<LegalHold>(var key) -> around.sayError(texts.get("hold.missing", key));
            case SaveResult.InUse<LegalHold> _ -> { } // nothing depends on a hold
        }
        around.read();
    }

    private void lift() {
        form.present().ifPresent(hold -> {
            if (around.confirmed("hold.lift", texts.get("hold.lift.confirm", hold.name())))
                around.jobs().<SaveResult<LegalHold>>run(texts.get("hold.lifting", hold.name()),
                        (node, monitor) -> node.privacy().holds().delete(hold.name()), this::lifted, this::failed);
        });
    }

    private void lifted(SaveResult<LegalHold> result) {
        switch (result) {
            case SaveResult.Saved<LegalHold>(var hold) -> {
                around.say(texts.get("hold.lifted", hold.name()));
                close();
            }
            case SaveResult.Rejected<LegalHold>(var errors) -> form.show(errors);
            case SaveResult.Missing<LegalHold>(var key) -> {
                around.sayError(texts.get("hold.missing", key));
                close();
            }
            case SaveResult.InUse<LegalHold>(var dependents) -> around.sayError(String.join(", ", dependents));
        }
        around.read();
    }

    private void failed(Failure failure) {
        around.sayError(failure.message());
    }
}
