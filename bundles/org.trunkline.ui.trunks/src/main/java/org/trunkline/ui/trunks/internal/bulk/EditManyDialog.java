package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.ManyPane;
import org.trunkline.ui.form.Offered;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** The same values for all selected entries of a kind, in one change. UI thread only. */
public final class EditManyDialog extends Dialog {
    private static final int WIDTH = 620;
    private static final int LINES = 2;

    private final Texts texts = Texts.of(EditManyDialog.class);
    private final ActiveNode active;
    private final OwnKind kind;
    private final List<String> keys;
    private final Consumer<String> say;
    private final ImportText words;
    private Optional<Form> form = Optional.empty();
    private Optional<ManyPane> pane = Optional.empty();
    private Optional<EntryImport<?>> plan = Optional.empty();
    private int turn; // of what is typed: an older plan comes too late

    private record Form(NodeJobs jobs, Composite fields, Label said) {}

    /** @param keys of the entries @param say told what was changed */
    public EditManyDialog(Shell shell, ActiveNode active, OwnKind kind, List<String> keys, Consumer<String> say) {
        super(shell);
        this.active = active;
        this.kind = kind;
        this.keys = List.copyOf(keys);
        this.say = say;
        words = new ImportText(texts, kind);
        setBlockOnOpen(false);
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("many.title." + kind.code(), keys.size()));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var area = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(area);
        GridLayoutFactory.fillDefaults().margins(12, 12).applyTo(area);
        new Label(area, SWT.NONE).setText(texts.get("many.how"));
        var fields = new Composite(area, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(fields);
        GridLayoutFactory.fillDefaults().applyTo(fields);
        var said = new Label(area, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, LINES * said.computeSize(SWT.DEFAULT, SWT.DEFAULT).y).applyTo(said);
        var made = new Form(new NodeJobs(active, area), fields, said);
        form = Optional.of(made);
        said.setText(texts.get("many.reading"));
        made.jobs().<EditMany<?>>read(texts.get("many.reading"), (node, _) -> edited(node, kind.entryKind()), many -> show(made, many),
                failure -> said.setText(failure.message()));
        return area;
    }

    private <E extends Record> EditMany<E> edited(Node node, EntryKind<E> of) throws NodeUnavailableException {
        return EditMany.of(of, EntryTable.read(node, of), keys);
    }

    private void show(Form f, EditMany<?> many) {
        var fields = EditMany.fields(kind);
        var made = new ManyPane(f.fields(), fields, many.common(), kind.text(Texts.of(Kind.class)), () -> typed(f, many));
        pane = Optional.of(made);
        f.said().setText("");
        Shell shell = getShell();
        shell.setSize(shell.computeSize(SWT.DEFAULT, SWT.DEFAULT));
        made.focus();
        fields.stream().map(FormField::type).distinct().forEach(type -> Offered.of(type).ifPresent(offered ->
                f.jobs().read(texts.get("many.reading"), offered, names -> made.offer(type, names), _ -> { })));
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, label(keys.size()), true).setEnabled(false);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("many.cancel"), false);
    }

    private String label(int entries) {
        return texts.get("many.do." + kind.code(), entries);
    }

    /** Says how many entries change, or what is wrong. */
    private void typed(Form f, EditMany<?> many) {
        pane.map(ManyPane::chosen).ifPresent(chosen -> {
            int now = ++turn;
            plan = Optional.empty();
            getButton(IDialogConstants.OK_ID).setEnabled(false);
            if (chosen.isEmpty())
                f.said().setText("");
            else
                f.jobs().<EntryImport<?>>read(texts.get("many.reading"), (node, _) -> planned(node, many, chosen), planned -> {
                    if (now == turn)
                        show(f, planned);
                }, failure -> f.said().setText(failure.message()));
        });
    }

    private static EntryImport<?> planned(Node node, EditMany<?> many, Map<String, String> chosen) throws NodeUnavailableException {
        var planned = many.plan(chosen);
        boolean checked = planned.changes().isEmpty() || planned.count(State.ERROR) > 0;
        return checked ? planned : planned.with(node.check(planned.changes()));
    }

    private void show(Form f, EntryImport<?> planned) {
        plan = Optional.of(planned);
        int changes = planned.count(State.CHANGED);
        int same = planned.count(State.UNCHANGED);
        Optional<? extends ImportRow<?>> wrong = planned.rows().stream().filter(row -> row.state() == State.ERROR).findFirst();
        f.said().setText(wrong.map(row -> texts.get("many.wrong", row.key(), words.what(row))).orElseGet(() ->
                changes == 0 ? texts.get("many.nothing") : same > 0 ? texts.get("many.same", same) : ""));
        var button = getButton(IDialogConstants.OK_ID);
        button.setText(label(changes));
        button.setEnabled(wrong.isEmpty() && changes > 0);
    }

    @Override
    protected void okPressed() {
        form.ifPresent(f -> pane.map(ManyPane::chosen).ifPresent(chosen -> plan.ifPresent(planned -> {
            getButton(IDialogConstants.OK_ID).setEnabled(false);
            f.jobs().run(label(planned.changes().size()), (node, _) -> FreshImport.make(node, planned,
                    planned(node, edited(node, kind.entryKind()), chosen)), made -> done(f, made), failure -> notDone(f, planned, failure.message()),
                    () -> notDone(f, planned, texts.get("cancelled")));
        })));
    }

    /** The same can be tried again. */
    private void notDone(Form f, EntryImport<?> planned, String why) {
        show(f, planned);
        f.said().setText(why);
    }

    private void done(Form f, FreshImport made) {
        made.result().ifPresentOrElse(result -> done(f, made.plan(), result), () -> {
            show(f, made.plan());
            f.said().setText(texts.get("changed-meanwhile") + " " + f.said().getText());
        });
    }

    private void done(Form f, EntryImport<?> planned, SaveResult<List<Record>> result) {
        switch (result) {
            case SaveResult.Saved<List<Record>>(var saved) -> {
                say.accept(texts.get("many.done", saved.size()));
                close();
            }
            case SaveResult.Rejected<List<Record>>(var errors) -> show(f, planned.with(errors));
            case SaveResult.Missing<List<Record>>(String key) -> notDone(f, planned, texts.get("many.gone", key));
            case SaveResult.InUse<List<Record>>(var users) -> notDone(f, planned, String.join(", ", users));
        }
    }
}
