package org.trunkline.ui.cdr.internal.ladder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.export.PcapWriter;
import org.trunkline.export.WholeFile;
import org.trunkline.ui.FileTrouble;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Pair;
import org.trunkline.ui.look.AccessibleName;

/** A ladder with its messages and what the node changed of them: search, copy, save. UI thread. */
public final class LadderPane {
    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private final Texts texts;
    private final Formats formats;
    private final SashForm sash;
    private final Composite bar;
    private final LadderCanvas canvas;
    private final MessagePane message;
    private final Text search;
    private final Label note;
    private final Button copy;
    private final Button saveText;
    private final Button savePcap;
    private final DifferencesPane differences;
    private LegPairs pairs = LegPairs.NONE;
    private Optional<Ladder> ladder = Optional.empty();

    /** @param barParent holds the search and the buttons, beside the tabs */
    public LadderPane(Composite parent, Composite barParent, Texts texts, Formats formats, NodeJobs jobs) {
        this.texts = texts;
        this.formats = formats;
        bar = new Composite(barParent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(5).margins(4, 0).spacing(6, 0).applyTo(bar);
        note = new Label(bar, SWT.RIGHT);
        GridDataFactory.fillDefaults().grab(true, false).hint(220, SWT.DEFAULT).align(SWT.FILL, SWT.CENTER).applyTo(note);
        search = new Text(bar, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        search.setMessage(texts.get("ladder.search"));
        AccessibleName.of(search, texts.get("ladder.search"));
        GridDataFactory.swtDefaults().hint(180, SWT.DEFAULT).applyTo(search);
        copy = button("ladder.copy", this::copyText);
        saveText = button("ladder.save.text", () -> save("txt",
                out -> out.write(fullText().getBytes(StandardCharsets.UTF_8))));
        savePcap = button("ladder.save.pcap", () -> ladder.ifPresent(
                l -> save("pcap", out -> PcapWriter.write(l, out))));
        sash = new SashForm(parent, SWT.HORIZONTAL | SWT.SMOOTH);
        canvas = new LadderCanvas(sash, texts, formats);
        var right = new SashForm(sash, SWT.VERTICAL | SWT.SMOOTH);
        message = new MessagePane(right, texts.get("ladder.message"));
        differences = new DifferencesPane(right, texts, jobs);
        right.setWeights(56, 44);
        sash.setWeights(56, 44);
        canvas.onSelect(this::selected);
        search.addListener(SWT.Modify, e -> find(-1, true));
        search.addListener(SWT.DefaultSelection, e -> find(canvas.selected(), true));
        search.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.ARROW_DOWN || e.keyCode == SWT.ARROW_UP) {
                find(canvas.selected(), e.keyCode == SWT.ARROW_DOWN);
                e.doit = false;
            }
        });
        canvas.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == 'c' && (e.stateMask & SWT.MOD1) != 0)
                copyText();
            else if (e.keyCode == 'f' && (e.stateMask & SWT.MOD1) != 0)
                search.setFocus();
        });
    }

    public Control control() {
        return sash;
    }

    public Control bar() {
        return bar;
    }

    public LadderCanvas canvas() {
        return canvas;
    }

    public void show(Ladder next, Optional<Cdr> cdr) {
        boolean goesOn = ladder.filter(shown -> shown.call().equals(next.call())).isPresent();
        int selected = canvas.selected();
        boolean last = selected == canvas.model().steps().size() - 1;
        ladder = Optional.of(next);
        pairs = LegPairs.of(next, cdr);
        differences.show(Optional.empty());
        canvas.show(LadderModel.of(next, cdr));
        if (goesOn && selected > 0)
            canvas.select(last ? canvas.model().steps().size() - 1 : selected); // of a call in progress
        boolean any = !next.entries().isEmpty();
        copy.setEnabled(any);
        saveText.setEnabled(any);
        savePcap.setEnabled(any);
        if (!any)
            message.show("");
        find(-1, true);
        if (search.getText().isBlank())
            note(any ? texts.get("ladder.count", next.entries().size()) : texts.get("ladder.empty"));
    }

    /** Shows the message, and what the node made of it on the other leg. */
    private void selected(int step) {
        LadderEntry entry = canvas.model().steps().get(step).entry();
        message.show(entry.message());
        Optional<Pair> pair = pairs.of(entry);
        differences.show(pair);
        canvas.markTwin(pairs.otherOf(entry).map(canvas.model()::indexOf).orElse(-1), pair.map(p -> texts.get("ladder.twin",
                formats.delay(p.took().orElseThrow()), p.differences())).orElse(""));
    }

    private Button button(String key, Runnable action) {
        var button = new Button(bar, SWT.PUSH);
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    private void find(int from, boolean forward) {
        String wanted = search.getText().strip();
        message.mark(wanted);
        if (wanted.isEmpty() || canvas.model().steps().isEmpty()) {
            ladder.ifPresent(l -> note(texts.get("ladder.count", l.entries().size())));
            return;
        }
        int found = canvas.model().find(wanted, from, forward);
        if (found >= 0)
            canvas.select(found);
        long matching = canvas.model().steps().stream()
                .filter(s -> s.entry().message().toLowerCase(Locale.ROOT)
                        .contains(wanted.toLowerCase(Locale.ROOT)))
                .count();
        note(texts.get("ladder.found", matching));
    }

    private String fullText() {
        return LadderText.full(canvas.model(), texts.get("ladder.node"));
    }

    private void copyText() {
        var clipboard = new Clipboard(sash.getDisplay());
        clipboard.setContents(new Object[] {fullText()}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
        note(texts.get("ladder.copied"));
    }

    private void save(String extension, Writer writer) {
        var dialog = new FileDialog(sash.getShell(), SWT.SAVE);
        dialog.setFilterExtensions("*." + extension);
        dialog.setFileName(ladder.map(l -> l.call().value()).orElse("ladder") + "." + extension);
        dialog.setOverwrite(true);
        String chosen = dialog.open();
        if (chosen == null)
            return;
        String title = texts.get("ladder.saving", chosen);
        Job.create(title, (IProgressMonitor monitor) -> write(Path.of(chosen), writer)).schedule();
    }

    private IStatus write(Path file, Writer writer) {
        String outcome;
        try {
            WholeFile.<Void, RuntimeException>write(file, out -> {
                writer.write(out);
                return null;
            });
            outcome = texts.get("ladder.saved", file.getFileName());
        } catch (WholeFile.NotWritten e) {
            outcome = texts.get("ladder.not-saved", FileTrouble.of(e));
        }
        String text = outcome;
        UiThread.post(sash, () -> note(text));
        return Status.OK_STATUS;
    }

    private void note(String text) {
        note.setText(text.replace("&", "&&"));
        note.setToolTipText(text);
    }
}
