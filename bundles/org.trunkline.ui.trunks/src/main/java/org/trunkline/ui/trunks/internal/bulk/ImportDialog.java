package org.trunkline.ui.trunks.internal.bulk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.node.Node;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.export.table.Table;
import org.trunkline.export.table.TableFile;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.LatestAnswer;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.trunks.internal.model.Kind;

/**
 * A file of entries before it is imported: which column is which field, and what each row does. All is imported in one
 * change, or nothing; entries of a plug-in one after the other. UI thread only.
 */
public final class ImportDialog extends Dialog {
    private static final int WIDTH = 860;
    private static final int TABLE_HEIGHT = 300;
    private static final int LINES = 2;

    private final Texts texts = Texts.of(ImportDialog.class);
    private final ActiveNode active;
    private final Kind kind;
    private final ImportSteps steps;
    private final Path file;
    private final Consumer<String> say;
    private final ImportText words;
    private final LatestAnswer plans = new LatestAnswer(); // of the mapping that is chosen now
    private Optional<Form> form = Optional.empty();
    private Optional<ImportPlan> plan = Optional.empty();
    private Optional<Source> source = Optional.empty();
    private Optional<Job> making = Optional.empty();

    /** What was read of the file. */
    private record Source(Table table, ColumnMapping mapping) {}

    private record Form(NodeJobs jobs, Composite columns, Button all, DataTable<ImportRow<?>> rows, Label said) {}

    /** @param say told what was imported */
    public ImportDialog(Shell shell, ActiveNode active, Kind kind, Path file, Consumer<String> say) {
        super(shell);
        this.active = active;
        this.kind = kind;
        steps = ImportSteps.of(kind);
        this.file = file;
        this.say = say;
        words = new ImportText(texts, kind);
        setBlockOnOpen(false);
        setShellStyle(getShellStyle() | SWT.RESIZE | SWT.MAX);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("import.title", EntryFiles.many(kind)));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var area = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(area);
        GridLayoutFactory.fillDefaults().margins(12, 12).applyTo(area);
        new Label(area, SWT.NONE).setText(texts.get("import.columns", file.getFileName()).replace("&", "&&"));
        var columns = new Composite(area, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(columns);
        GridLayoutFactory.fillDefaults().applyTo(columns);
        var jobs = new NodeJobs(active, area);
        var rows = new DataTable<ImportRow<?>>(area, new TableSpec<>("trunks.import", texts.get("import.rows"), tableColumns(),
                ImportRow::line), jobs);
        GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, TABLE_HEIGHT).applyTo(rows.control());
        rows.whenEmpty(texts.get("import.none"));
        var all = NativeLook.of(new Button(rows.bar(), SWT.CHECK));
        all.setText(texts.get("import.show-all"));
        all.addListener(SWT.Selection, _ -> showRows());
        rows.arrangeBar();
        var said = new Label(area, SWT.WRAP);
        int lineHeight = said.computeSize(SWT.DEFAULT, SWT.DEFAULT).y;
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, LINES * lineHeight).applyTo(said);
        form = Optional.of(new Form(jobs, columns, all, rows, said));
        rows.state().showLoading(texts.get("import.reading", file.getFileName()));
        jobs.read(texts.get("import.reading", file.getFileName()), (_, _) -> TableFile.read(file), this::read,
                failure -> rows.state().showEmpty(new TableErrors(texts).of(failure)));
        return area;
    }

    private List<Column<ImportRow<?>>> tableColumns() {
        return List.of(column("line", row -> String.valueOf(row.line())).sortedBy(ImportRow::line).alignedRight(),
                column("entry", ImportRow::key),
                column("state", words::state).tone(ImportText::tone),
                column("what", words::what).hover(words::what));
    }

    private Column<ImportRow<?>> column(String id, Function<ImportRow<?>, String> text) {
        return Column.of(id, texts.get("import.column." + id), texts.get("import.column." + id + ".tip"), text);
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, texts.get("import.do", Node.MAX_CHANGES), true).setEnabled(false);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("import.cancel"), false);
        getButton(IDialogConstants.OK_ID).setText(texts.get("import.do", 0));
    }

    /** The file is a table: guesses its columns. */
    private void read(Table table) {
        form.ifPresent(f -> {
            var guess = steps.guess(table.head(), words.labels());
            new MappingPane(f.columns(), table.head(), guess, steps.paths(), words::label, texts.get("import.no-field"),
                    mapping -> plan(f, table, mapping, ""));
            f.columns().getParent().layout(true, true);
            plan(f, table, guess, "");
        });
    }

    /** @param first said before what the plan does; may be empty */
    private void plan(Form f, Table table, ColumnMapping mapping, String first) {
        plans.drop();
        plan = Optional.empty();
        source = Optional.of(new Source(table, mapping));
        offer(0);
        var wrong = steps.problems(mapping);
        if (!wrong.none()) {
            f.rows().setRows(List.of());
            f.said().setText(wrong.noKey().map(path -> texts.get("import.no-key", words.label(path))).orElseGet(() ->
                    texts.get("import.twice", wrong.twice().stream().map(words::label).collect(Collectors.joining(", ")))));
            return;
        }
        f.said().setText(texts.get("import.checking"));
        var question = plans.ask();
        f.jobs().read(texts.get("import.checking"), (node, _) -> steps.plan(node, table, mapping),
                question.told(planned -> show(f, planned, first)),
                question.told(failure -> f.said().setText((first + " " + failure.message()).strip())));
    }

    private void show(Form f, ImportPlan planned) {
        plan = Optional.of(planned);
        int changes = planned.count(State.NEW) + planned.count(State.CHANGED);
        boolean wrong = planned.count(State.ERROR) > 0;
        boolean tooMany = changes > Node.MAX_CHANGES;
        String each = steps.together() ? "" : "-each";
        String next = wrong ? texts.get("import.wrong" + each)
                : tooMany ? texts.get("import.too-many", changes, Node.MAX_CHANGES)
                : changes == 0 ? texts.get("import.nothing") : texts.get("import.ready" + each);
        f.said().setText(words.summary(planned) + " " + next);
        showRows();
        offer(wrong || tooMany ? 0 : changes);
    }

    private void showRows() {
        form.ifPresent(f -> plan.ifPresent(planned -> f.rows().setRows(planned.rows().stream()
                .filter(row -> f.all().getSelection() || row.state() != State.UNCHANGED).<ImportRow<?>>map(row -> row).toList())));
    }

    /** @param changes that the button makes; with none it is off */
    private void offer(int changes) {
        Optional.ofNullable(getButton(IDialogConstants.OK_ID)).ifPresent(button -> {
            button.setText(texts.get("import.do", changes));
            button.setEnabled(changes > 0);
        });
    }

    @Override
    protected void okPressed() {
        form.ifPresent(f -> source.ifPresent(from -> plan.ifPresent(planned -> {
            offer(0);
            f.columns().setEnabled(false);
            var imported = new AtomicInteger();
            making = Optional.of(f.jobs().run(texts.get("import.importing", file.getFileName()), (node, monitor) -> steps.make(node, planned,
                    from.table(), from.mapping(), new BatchProgress(imported, monitor::isCanceled)), made -> done(f, made),
                    failure -> notImported(f, planned, failure.message()), () -> cancelled(f, from, imported.get())));
        })));
    }

    /** While rows are imported, that is cancelled, and what became of it is said. */
    @Override
    protected void cancelPressed() {
        making.ifPresentOrElse(Job::cancel, super::cancelPressed);
    }

    @Override
    protected void handleShellCloseEvent() {
        cancelPressed();
    }

    private void made(Form f) {
        making = Optional.empty();
        f.columns().setEnabled(true);
    }

    /** The node may have imported all in one step all the same: the new preview shows it. */
    private void cancelled(Form f, Source from, int imported) {
        made(f);
        plan(f, from.table(), from.mapping(), steps.together() ? "" : texts.get("import.cancelled", imported));
    }

    /** The same can be tried again. */
    private void notImported(Form f, ImportPlan planned, String why) {
        made(f);
        show(f, planned);
        f.said().setText(why);
    }

    private void done(Form f, ImportMade made) {
        made(f);
        switch (made.end()) {
            case DONE -> {
                say.accept(texts.get("import.done" + (steps.together() ? "" : "-each"), made.plan().count(State.NEW),
                        made.plan().count(State.CHANGED)));
                close();
            }
            case CHANGED_MEANWHILE -> show(f, made.plan(), texts.get("changed-meanwhile"));
            case STOPPED -> show(f, made.plan(), texts.get("import.stopped"));
            case WRONG -> show(f, made.plan());
            case REFUSED -> notImported(f, made.plan(), texts.get("import.refused", made.because()));
        }
    }

    private void show(Form f, ImportPlan planned, String first) {
        show(f, planned);
        f.said().setText((first + " " + f.said().getText()).strip());
    }
}
