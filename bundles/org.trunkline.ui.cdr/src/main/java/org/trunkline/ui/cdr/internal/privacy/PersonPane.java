package org.trunkline.ui.cdr.internal.privacy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.export.PersonFile;
import org.trunkline.export.WholeFile;
import org.trunkline.ui.Failure;
import org.trunkline.ui.FileTrouble;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeTask;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.widget.Buttons;
import org.trunkline.ui.look.Palette;

/** A person's request: what is kept of them, out as a file, or gone. One thing at a time. UI thread. */
final class PersonPane {
    private static final int WIDE = 220;

    private final Texts texts;
    private final Formats formats;
    private final PrivacyTexts words;
    private final Around around;
    private final Group pane;
    private final Text number;
    private final Button find;
    private final Button export;
    private final Button pseudonymise;
    private final Button erase;
    private final Button cancel;
    private final Label says;
    private Optional<PersonPreview> found = Optional.empty();
    private Optional<Job> running = Optional.empty();
    private boolean bad;

    PersonPane(Composite parent, Texts texts, Formats formats, Around around) {
        this.texts = texts;
        this.formats = formats;
        this.around = around;
        words = new PrivacyTexts(texts, formats);
        pane = new Group(parent, SWT.NONE);
        pane.setText(texts.get("person.title"));
        GridLayoutFactory.fillDefaults().numColumns(3).margins(12, 8).spacing(10, 6).applyTo(pane);
        var label = new Label(pane, SWT.NONE);
        label.setText(texts.get("person.number"));
        label.setToolTipText(texts.get("person.number.tip"));
        number = new Text(pane, SWT.BORDER);
        number.setMessage("+46701234567");
        number.setToolTipText(texts.get("person.number.tip"));
        number.setData("field", "person");
        GridDataFactory.fillDefaults().grab(true, false).hint(120, SWT.DEFAULT).applyTo(number);
        number.addListener(SWT.Modify, e -> forget());
        number.addListener(SWT.DefaultSelection, e -> find());
        find = Buttons.push(pane, texts, "person.find", this::find);
        says = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(3, 1).hint(WIDE, SWT.DEFAULT).applyTo(says);
        Palette.follow(says, palette -> says.setForeground(bad ? palette.bad() : palette.foreground()));
        var bar = Buttons.bar(pane);
        GridDataFactory.fillDefaults().grab(true, false).span(3, 1).hint(WIDE, SWT.DEFAULT).applyTo(bar);
        export = Buttons.push(bar, texts, "person.export", this::export);
        pseudonymise = Buttons.push(bar, texts, "person.pseudonymise", () -> change("pseudonymise"));
        erase = Buttons.push(bar, texts, "person.erase", () -> change("erase"));
        cancel = Buttons.push(bar, texts, "person.cancel", () -> running.ifPresent(Job::cancel));
        say(texts.get("person.hint"), false);
    }

    Group control() {
        return pane;
    }

    void setFocus() {
        number.setFocus();
    }

    private String number() {
        return number.getText().strip();
    }

    /** Nothing may be done to a number that was changed since it was looked for. */
    private void forget() {
        found = Optional.empty();
        enable();
    }

    /** Another node is shown: what was found is not of it. */
    void anotherNode() {
        running.ifPresent(Job::cancel);
        forget();
        say(texts.get("person.hint"), false);
    }

    private void find() {
        String person = number();
        if (person.isEmpty() || running.isPresent())
            return;
        found = Optional.empty();
        begin(texts.get("person.finding"), (node, monitor) -> PersonPreview.read(node.privacy(), person, (read, of) -> {
            progress(texts.get("person.reading", formats.count(read), formats.count(of)));
            return !monitor.isCanceled();
        }).orElseThrow(OperationCanceledException::new), preview -> {
            found = Optional.of(preview);
            return words.preview(preview);
        }, "person.stopped");
    }

    /** Asks for a file; nothing where nothing was found. */
    void export() {
        if (found.isEmpty() || running.isPresent())
            return;
        var dialog = new FileDialog(pane.getShell(), SWT.SAVE);
        dialog.setText(texts.get("person.title"));
        dialog.setFilterExtensions("*.zip");
        dialog.setFileName("person.zip");
        dialog.setOverwrite(true);
        var chosen = dialog.open();
        if (chosen != null)
            export(Path.of(chosen.endsWith(".zip") ? chosen : chosen + ".zip"));
    }

    /** Writes what was found to a file, which appears when it is whole. */
    void export(Path file) {
        if (running.isPresent())
            return;
        found.ifPresent(p -> begin(texts.get("person.exporting", file.getFileName()), (node, monitor) -> {
            var whole = PersonFile.of(node.privacy(), p.number(), Instant.now());
            try {
                return WholeFile.writeForOwner(file, out -> whole.writeTo(out, (read, of) -> {
                    progress(texts.get("person.reading", formats.count(read), formats.count(of)));
                    return !monitor.isCanceled();
                }));
            } catch (CancellationException e) {
                throw new OperationCanceledException(e.getMessage());
            }
        }, count -> texts.get("person.exported", formats.count(count), file), "person.stopped"));
    }

    /** @param what {@code erase} or {@code pseudonymise} */
    private void change(String what) {
        found.ifPresent(p -> {
            if (!around.confirmed("person." + what, texts.get("person." + what + ".confirm", p.free(),
                    formats.count(p.free()), p.number())))
                return;
            this.<PersonChange>begin(texts.get("person.changing"), (node, monitor) -> what.equals("erase")
                    ? node.privacy().erase(p.number()) : node.privacy().pseudonymise(p.number()), done -> {
                        found = Optional.empty(); // it is not so any more
                        return words.changed(what, done);
                    }, "person.unknown");
            cancel.setEnabled(false); // the node does it as one thing
        });
    }

    /** @param ended what is said then @param stopped key of what is said where it was cancelled */
    private <T> void begin(String title, NodeTask<T> task, Function<T, String> ended, String stopped) {
        running = Optional.of(around.jobs().run(title, task, result -> done(ended.apply(result), false), this::failed,
                () -> done(texts.get(stopped), false)));
        say(title + "…", false);
    }

    private void progress(String text) {
        UiThread.post(pane, () -> running.ifPresent(job -> say(text, false)));
    }

    private void failed(Failure failure) {
        done(FileTrouble.told(failure).message(), true);
    }

    private void done(String text, boolean failed) {
        running = Optional.empty();
        say(text, failed);
    }

    private void say(String text, boolean failed) {
        bad = failed;
        var palette = Palette.of(says.getDisplay());
        says.setForeground(bad ? palette.bad() : palette.foreground());
        says.setText(text.replace("&", "&&"));
        says.requestLayout();
        enable();
    }

    private void enable() {
        boolean idle = running.isEmpty();
        boolean any = idle && found.filter(p -> p.calls() > 0).isPresent();
        number.setEditable(idle);
        find.setEnabled(idle && !number().isEmpty());
        export.setEnabled(any);
        pseudonymise.setEnabled(any && found.filter(p -> p.free() > 0).isPresent());
        erase.setEnabled(any && found.filter(p -> p.free() > 0).isPresent());
        cancel.setEnabled(!idle);
    }
}
