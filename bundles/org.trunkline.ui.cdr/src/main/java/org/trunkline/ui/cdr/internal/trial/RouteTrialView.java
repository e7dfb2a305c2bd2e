package org.trunkline.ui.cdr.internal.trial;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DateTime;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.ShortText;
import org.trunkline.api.node.Trials;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.LatestAnswer;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.details.WhyText;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.cdr.internal.widget.RichText.Style;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.view.DeskView;

/** Where a call would go: a number, a caller and a time, and the steps as the node would take them. Nobody is called. */
public final class RouteTrialView extends DeskView {
    public static final String ID = "org.trunkline.ui.cdr.routeTrial";
    private static final int SHOWN_CALLERS = 20;

    private final Texts texts = Texts.of(RichText.class);
    private final Formats formats = Formats.ofPreferences();
    private final WhyText why = new WhyText(texts, formats, StateText.create());
    private final LatestAnswer offers = new LatestAnswer();
    private Callers callers = Callers.NONE;
    private Optional<Form> form = Optional.empty();
    private Optional<Job> trying = Optional.empty();

    private record Form(Text number, Combo caller, Text callerNumber, Button now, DateTime date, DateTime time, Button policies,
            RichText result) {}

    @Override
    protected void create(Composite parent) {
        var page = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().margins(8, 8).applyTo(page);
        var fields = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(fields);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(fields);
        label(fields, "trial.number");
        var number = text(fields, "number", "trial.number.tip");
        label(fields, "trial.caller");
        var caller = new Combo(fields, SWT.DROP_DOWN);
        caller.setVisibleItemCount(SHOWN_CALLERS);
        caller.setData("field", "caller");
        GridDataFactory.fillDefaults().grab(true, false).applyTo(caller);
        label(fields, "trial.shown");
        var shown = text(fields, "callerNumber", "trial.shown.tip");
        label(fields, "trial.at");
        var times = new Composite(fields, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(times);
        var now = NativeLook.of(new Button(times, SWT.CHECK));
        now.setText(texts.get("trial.now"));
        now.setSelection(true);
        var date = new DateTime(times, SWT.DATE | SWT.DROP_DOWN);
        var time = new DateTime(times, SWT.TIME | SWT.SHORT);
        date.setEnabled(false);
        time.setEnabled(false);
        now.addListener(SWT.Selection, _ -> {
            var local = LocalDateTime.ofInstant(Instant.now(), formats.zone());
            date.setDate(local.getYear(), local.getMonthValue() - 1, local.getDayOfMonth());
            time.setTime(local.getHour(), local.getMinute(), 0);
            date.setEnabled(!now.getSelection());
            time.setEnabled(!now.getSelection());
        });
        new Label(fields, SWT.NONE);
        var buttons = new Composite(fields, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(buttons);
        var go = NativeLook.of(new Button(buttons, SWT.PUSH));
        go.setText(texts.get("trial.go"));
        var policies = NativeLook.of(new Button(buttons, SWT.CHECK));
        policies.setText(texts.get("trial.policies"));
        policies.setToolTipText(texts.get("trial.policies.tip"));
        policies.setSelection(true);
        var result = new RichText(page, texts.get("trial.result"));
        result.tabs(36);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(result.control());
        form = Optional.of(new Form(number, caller, shown, now, date, time, policies, result));
        say(texts.get("trial.hint"), Tone.PLAIN);
        go.addListener(SWT.Selection, _ -> run());
        number.addListener(SWT.DefaultSelection, _ -> run());
        caller.addListener(SWT.DefaultSelection, _ -> run());
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(page, this::offer)));
        until(active().watchNode(_ -> UiThread.post(page, this::offer)));
        onOtherNode(page, () -> {
            offers.drop();
            trying.ifPresent(Job::cancel);
            callers = Callers.NONE;
            form.ifPresent(f -> {
                f.caller().removeAll();
                f.caller().setText("");
            });
            say(texts.get("trial.hint"), Tone.PLAIN);
            offer();
        });
    }

    private void label(Composite parent, String key) {
        new Label(parent, SWT.NONE).setText(texts.get(key));
    }

    private Text text(Composite parent, String field, String tip) {
        var text = new Text(parent, SWT.BORDER | SWT.SINGLE);
        text.setData("field", field);
        text.setToolTipText(texts.get(tip));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(text);
        return text;
    }

    /** A name that is typed stays, whatever is listed. */
    private void offer() {
        if (!active().state().up())
            return;
        var question = offers.ask();
        jobs().read(texts.get("trial.reading"), (node, _) -> Callers.read(node), question.told(found -> form.ifPresent(f -> {
            if (found.equals(callers))
                return;
            String chosen = f.caller().getText();
            boolean listed = chosen.isEmpty() || callers.labelled(chosen, texts).isPresent();
            callers = found;
            var labels = found.labels(texts);
            f.caller().setItems(labels.toArray(String[]::new));
            if (listed)
                f.caller().select(Math.max(0, labels.indexOf(chosen)));
            else
                f.caller().setText(chosen);
            f.caller().setToolTipText(texts.get(found.complete() ? "trial.caller.tip" : "trial.caller.more", formats.count(Callers.MOST)));
        })), question.told(failure -> say(failure.message(), Tone.BAD)));
    }

    /** Fills in a number, and tries it where a caller is chosen. */
    void tryNumber(String number) {
        onceFilled(() -> form.ifPresent(f -> {
            f.number().setText(number);
            f.number().setFocus();
            if (!number.isEmpty() && !f.caller().getText().isBlank())
                run();
        }));
    }

    private void run() {
        form.ifPresent(f -> {
            String number = f.number().getText().strip();
            String caller = f.caller().getText().strip();
            if (number.isEmpty() || number.length() > ShortText.MAX || caller.isEmpty()
                    || f.callerNumber().getText().length() > ShortText.MAX) {
                say(texts.get("trial.needs"), Tone.WARN);
                return;
            }
            Instant at = f.now().getSelection() ? Instant.now() : LocalDateTime.of(f.date().getYear(), f.date().getMonth() + 1,
                    f.date().getDay(), f.time().getHours(), f.time().getMinutes()).atZone(formats.zone()).toInstant();
            var listed = callers.labelled(caller, texts);
            String shown = f.callerNumber().getText().strip();
            boolean policies = f.policies().getSelection();
            trying.ifPresent(Job::cancel);
            trying = Optional.of(jobs().<Optional<RouteTrial>>read(texts.get("trial.trying", number), (node, _) -> {
                var known = listed.isPresent() ? listed : Callers.named(node, caller);
                return known.isEmpty() ? Optional.empty()
                        : Optional.of(node.trials().route(new Trials.RouteQuestion(number, known.get(), shown, at, policies)));
            }, trial -> trial.ifPresentOrElse(this::show, () -> say(texts.get("trial.no-caller", caller), Tone.WARN)),
                    failure -> say(failure.message(), Tone.BAD)));
        });
    }

    private void show(RouteTrial trial) {
        form.ifPresent(f -> {
            f.result().clear();
            f.result().link(WhyText.names(trial), DeskCommands::owner);
            for (WhyText.Line line : why.lines(trial)) {
                if (line.step() > 0)
                    f.result().add("  " + line.step() + "\t", Style.MUTED);
                f.result().add(line.text(), line.tone()).line();
            }
            f.result().show();
        });
    }

    private void say(String words, Tone tone) {
        form.ifPresent(f -> {
            f.result().clear().add(words, tone);
            f.result().show();
        });
    }

    @Override
    public void setFocus() {
        form.ifPresent(f -> f.number().setFocus());
    }
}
