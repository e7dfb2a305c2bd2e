package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.eclipse.core.runtime.jobs.Job;
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
import org.trunkline.ui.LatestAnswer;
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
    private static final int LINES = 3;

    private final Texts texts = Texts.of(EditManyDialog.class);
    private final ActiveNode active;
    private final Kind kind;
    private final List<String> keys;
    private final Consumer<String> say;
    private final ImportText words;
    private final LatestAnswer plans = new LatestAnswer(); // of what is typed now
    private Optional<Form> form = Optional.empty();
    private Optional<ManyPane> pane = Optional.empty();
    private Optional<ManyEdit> edit = Optional.empty();
    private Optional<ImportPlan> plan = Optional.empty();
    private Optional<Job> making = Optional.empty();

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
        var made = new ManyPane(f.fields(), fields, many.common(), kind.text(Texts.of(Kind.class)), () -> plan(f, ""));
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

    /** Says how many entries change, or what is wrong. @param first said before that; may be empty */
    private void plan(Form f, String first) {
        plans.drop();
        plan = Optional.empty();
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        f.said().setText(first);
        pane.map(ManyPane::chosen).filter(chosen -> !chosen.isEmpty()).ifPresent(chosen -> edit.ifPresent(many -> {
            var question = plans.ask();
            f.jobs().read(texts.get("many.reading"), (node, _) -> many.plan(node, chosen), question.told(planned -> show(f, planned, first)),
                    question.told(failure -> f.said().setText((first + " " + failure.message()).strip())));
        }));
    }

    private void show(Form f, ImportPlan planned, String first) {
        plan = Optional.of(planned);
        int changes = planned.count(State.CHANGED);
        Optional<? extends ImportRow<?>> wrong = planned.rows().stream().filter(row -> row.state() == State.ERROR).findFirst();
        String what = wrong.map(row -> texts.get("many.wrong", row.key(), words.what(row))).orElseGet(() -> effect(planned));
        f.said().setText((first + " " + what).strip());
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
        form.ifPresent(f -> pane.map(ManyPane::chosen).ifPresent(chosen -> edit.ifPresent(many -> plan.ifPresentOrElse(planned ->
                make(f, many, planned, chosen), () -> again(f, "")))));
    }

    private void make(Form f, ManyEdit many, ImportPlan planned, Map<String, String> chosen) {
        plans.drop();
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        f.fields().setEnabled(false);
        var changed = new AtomicInteger();
        making = Optional.of(f.jobs().run(label(planned.count(State.CHANGED)), (node, monitor) -> many.make(node, planned, chosen,
                new BatchProgress(changed, monitor::isCanceled)), made -> {
                    made(f);
                    done(f, made, changed.get());
                }, failure -> {
                    made(f);
                    notDone(f, planned, failure.message());
                }, () -> {
                    made(f);
                    again(f, together() ? texts.get("cancelled") : texts.get("many.cancelled", changed.get()));
                }));
    }

    private void made(Form f) {
        making = Optional.empty();
        f.fields().setEnabled(true);
    }

    /** While entries are changed, that is cancelled, and what became of it is said. */
    @Override
    protected void cancelPressed() {
        making.ifPresentOrElse(Job::cancel, super::cancelPressed);
    }

    @Override
    protected void handleShellCloseEvent() {
        cancelPressed();
    }

    /** Some entries may have the values by now, and others have changed: the same can be tried again with those there are. */
    private void again(Form f, String why) {
        plans.drop();
        plan = Optional.empty();
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        f.said().setText(why);
        var question = plans.ask();
        f.jobs().read(texts.get("many.reading"), (node, _) -> ManyEdit.read(node, kind, keys), question.told(many -> {
            edit = Optional.of(many);
            plan(f, why);
        }), question.told(failure -> {
            f.said().setText((why + " " + failure.message()).strip());
            getButton(IDialogConstants.OK_ID).setEnabled(true);
        }));
    }

    /** The same can be tried again. */
    private void notDone(Form f, ImportPlan planned, String why) {
        show(f, planned, "");
        f.said().setText(why);
    }

    private void done(Form f, ImportMade made, int changed) {
        switch (made.end()) {
            case DONE -> {
                say.accept(together() ? texts.get("many.done", made.plan().count(State.CHANGED)) : texts.get("many.done-each", changed));
                close();
            }
            case CHANGED_MEANWHILE -> again(f, texts.get("changed-meanwhile"));
            case STOPPED -> again(f, stopped(made.plan(), changed));
            case WRONG -> show(f, made.plan(), "");
            case REFUSED -> notDone(f, made.plan(), texts.get("many.gone", made.because()));
        }
    }

    /** Cancelled, where no row says why. */
    private String stopped(ImportPlan planned, int changed) {
        return planned.rows().stream().filter(row -> row.state() == State.ERROR).findFirst()
                .map(row -> texts.get("many.stopped", changed, row.key(), words.what(row))).orElseGet(() -> texts.get("many.cancelled", changed));
    }
}
