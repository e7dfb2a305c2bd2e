package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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

/** The same values for all selected entries of a kind, in one change; those of a plug-in one after the other. UI thread only. */
public final class EditManyDialog extends Dialog {
    private static final int WIDTH = 620;
    private static final int LINES = 2;

    private final Texts texts = Texts.of(EditManyDialog.class);
    private final ActiveNode active;
    private final Kind kind;
    private final List<String> keys;
    private final Consumer<String> say;
    private final ImportText words;
    private Optional<Form> form = Optional.empty();
    private Optional<ManyPane> pane = Optional.empty();
    private Optional<ManyEdit> edit = Optional.empty();
    private Optional<ImportPlan> plan = Optional.empty();
    private int turn; // of what is typed: an older plan comes too late

    private record Form(NodeJobs jobs, Composite fields, Label said) {}

    /** @param keys of the entries @param say told what was changed */
    public EditManyDialog(Shell shell, ActiveNode active, Kind kind, List<String> keys, Consumer<String> say) {
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
        shell.setText(texts.get("many.title" + ofKind(), keys.size(), EntryFiles.many(kind)));
    }

    private String ofKind() {
        return together() ? "." + kind.code() : "-each";
    }

    /** Whether all change in one step, or none. */
    private boolean together() {
        return kind instanceof OwnKind;
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
        made.jobs().read(texts.get("many.reading"), (node, _) -> ManyEdit.read(node, kind, keys), many -> show(made, many),
                failure -> said.setText(failure.message()));
        return area;
    }

    private void show(Form f, ManyEdit many) {
        var fields = ManyEdit.fields(kind);
        var made = new ManyPane(f.fields(), fields, many.common(), kind.text(Texts.of(Kind.class)), () -> typed(f, many));
        pane = Optional.of(made);
        edit = Optional.of(many);
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
        return texts.get("many.do" + ofKind(), entries);
    }

    /** Says how many entries change, or what is wrong. */
    private void typed(Form f, ManyEdit many) {
        pane.map(ManyPane::chosen).ifPresent(chosen -> {
            int now = ++turn;
            plan = Optional.empty();
            getButton(IDialogConstants.OK_ID).setEnabled(false);
            if (chosen.isEmpty())
                f.said().setText("");
            else
                f.jobs().read(texts.get("many.reading"), (node, _) -> many.plan(node, chosen), planned -> {
                    if (now == turn)
                        show(f, planned);
                }, failure -> f.said().setText(failure.message()));
        });
    }

    private void show(Form f, ImportPlan planned) {
        plan = Optional.of(planned);
        int changes = planned.count(State.CHANGED);
        Optional<? extends ImportRow<?>> wrong = planned.rows().stream().filter(row -> row.state() == State.ERROR).findFirst();
        f.said().setText(wrong.map(row -> texts.get("many.wrong", row.key(), words.what(row))).orElseGet(() -> effect(planned)));
        var button = getButton(IDialogConstants.OK_ID);
        button.setText(label(changes));
        button.setEnabled(wrong.isEmpty() && changes > 0);
    }

    private String effect(ImportPlan planned) {
        int same = planned.count(State.UNCHANGED);
        if (planned.count(State.CHANGED) == 0)
            return texts.get("many.nothing");
        String some = same > 0 ? texts.get("many.same", same) : "";
        return together() ? some : (some + " " + texts.get("many.ready-each")).strip();
    }

    @Override
    protected void okPressed() {
        form.ifPresent(f -> pane.map(ManyPane::chosen).ifPresent(chosen -> edit.ifPresent(many -> plan.ifPresent(planned ->
                make(f, many, planned, chosen)))));
    }

    private void make(Form f, ManyEdit many, ImportPlan planned, Map<String, String> chosen) {
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        var changed = new AtomicInteger();
        f.jobs().run(label(planned.count(State.CHANGED)), (node, monitor) -> many.make(node, planned, chosen,
                new BatchProgress(changed, monitor::isCanceled)), made -> done(f, made, changed.get()),
                failure -> notDone(f, planned, failure.message()), () -> cancelled(f, planned, changed.get()));
    }

    /** Those of a plug-in that were changed are known; the next try finds them as they are. */
    private void cancelled(Form f, ImportPlan planned, int changed) {
        notDone(f, planned, together() ? texts.get("cancelled") : texts.get("many.cancelled", changed));
    }

    /** The same can be tried again. */
    private void notDone(Form f, ImportPlan planned, String why) {
        show(f, planned);
        f.said().setText(why);
    }

    private void done(Form f, ImportMade made, int changed) {
        switch (made.end()) {
            case DONE -> {
                say.accept(together() ? texts.get("many.done", made.plan().count(State.CHANGED)) : texts.get("many.done-each", changed));
                close();
            }
            case CHANGED_MEANWHILE -> {
                show(f, made.plan());
                f.said().setText(texts.get("changed-meanwhile") + " " + f.said().getText());
            }
            case STOPPED -> notDone(f, made.plan(), stopped(made.plan(), changed));
            case WRONG -> show(f, made.plan());
            case REFUSED -> notDone(f, made.plan(), texts.get("many.gone", made.because()));
        }
    }

    /** Cancelled, where no row says why. */
    private String stopped(ImportPlan planned, int changed) {
        return planned.rows().stream().filter(row -> row.state() == State.ERROR).findFirst()
                .map(row -> texts.get("many.stopped", changed, row.key(), words.what(row))).orElseGet(() -> texts.get("many.cancelled", changed));
    }
}
