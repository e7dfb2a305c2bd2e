package org.trunkline.ui.cdr.internal.search;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ProgressBar;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.node.Node;
import org.trunkline.export.ResultExport;
import org.trunkline.export.ResultFormat;
import org.trunkline.export.WholeFile;
import org.trunkline.ui.FileTrouble;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.Palette;

/** Writes a whole result to a file, with its progress in a line of its own; there only while there is something to say. UI thread. */
public final class ExportBar {
    private static final int STEPS = 1000;
    private static final int BAR_WIDTH = 220;
    private static final long SHOWN_EACH_MS = 250;

    private final Texts texts;
    private final Formats formats;
    private final NodeJobs jobs;
    private final Composite bar;
    private final Label says;
    private final ProgressBar progress;
    private final Button action;
    private Optional<Job> running = Optional.empty();
    private boolean failed;
    private int turn;

    ExportBar(Composite parent, Texts texts, Formats formats, NodeJobs jobs) {
        this.texts = texts;
        this.formats = formats;
        this.jobs = jobs;
        bar = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).margins(12, 4).spacing(10, 0).applyTo(bar);
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(bar);
        bar.setVisible(false);
        says = new Label(bar, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(says);
        progress = new ProgressBar(bar, SWT.SMOOTH);
        progress.setMaximum(STEPS);
        GridDataFactory.swtDefaults().hint(BAR_WIDTH, SWT.DEFAULT).applyTo(progress);
        action = new Button(bar, SWT.PUSH);
        action.addListener(SWT.Selection, e -> running.ifPresentOrElse(Job::cancel, this::hide));
        Palette.follow(says, palette -> says.setForeground(failed ? palette.bad() : palette.foreground()));
    }

    /** Asks the node for its formats and the user for a file, then writes to it. */
    void ask(CdrQuery query, CdrOrder order) {
        jobs.read(texts.get("export.title"), (node, _) -> ExportChoice.of(node.exports().formats(), texts),
                choices -> ask(choices, query, order), _ -> ask(ExportChoice.of(List.of(), texts), query, order));
    }

    private void ask(List<ExportChoice> choices, CdrQuery query, CdrOrder order) {
        if (bar.isDisposed())
            return;
        var dialog = new FileDialog(bar.getShell(), SWT.SAVE);
        dialog.setText(texts.get("export.title"));
        dialog.setFilterNames(choices.stream().map(ExportChoice::label).toArray(String[]::new));
        dialog.setFilterExtensions(choices.stream().map(f -> "*." + f.suffix()).toArray(String[]::new));
        dialog.setFileName(texts.get("export.name"));
        dialog.setOverwrite(true);
        var chosen = dialog.open();
        if (chosen == null)
            return;
        var choice = ExportChoice.chosen(chosen, dialog.getFilterIndex(), choices);
        write(Path.of(chosen.endsWith("." + choice.suffix()) ? chosen : chosen + "." + choice.suffix()), choice, query, order);
    }

    /** A suffix that was typed counts more than the filter chosen. */
    static ResultFormat formatOf(String file, int filter) {
        return ResultFormat.ofSuffix(file.substring(file.lastIndexOf('.') + 1))
                .orElseGet(() -> ResultFormat.values()[Math.clamp(filter, 0, ResultFormat.values().length - 1)]);
    }

    /** Writes the result to the file; one at a time. */
    public void write(Path file, ResultFormat format, CdrQuery query, CdrOrder order) {
        write(file, new ExportChoice(format.suffix(), format.suffix(), format.suffix()), query, order);
    }

    /** Writes the result to the file; one at a time. */
    private void write(Path file, ExportChoice choice, CdrQuery query, CdrOrder order) {
        running.ifPresent(Job::cancel);
        int mine = ++turn;
        show(texts.get("export.begins", file.getFileName()), false);
        action.setText(texts.get("export.cancel"));
        progress.setVisible(true);
        progress.setSelection(0);
        running = Optional.of(jobs.run(texts.get("export.job", file.getFileName()),
                (node, monitor) -> written(mine, node, monitor, file, choice, query, order),
                count -> ended(mine, texts.get("export.done", count, formats.count(count), file), false),
                failure -> ended(mine, texts.get("export.failed", FileTrouble.told(failure).message()), true),
                () -> ended(mine, texts.get("export.cancelled", file.getFileName()), false)));
    }

    private long written(int mine, Node node, IProgressMonitor monitor, Path file, ExportChoice choice, CdrQuery query,
            CdrOrder order) throws Exception {
        monitor.beginTask(file.getFileName().toString(), STEPS);
        var progressing = progress(mine, monitor, file);
        try {
            var own = ResultFormat.ofSuffix(choice.id());
            if (own.isEmpty())
                return WholeFile.write(file, out -> new NodeExport(node.exports(), progressing).writeTo(out, choice.id(), query, order));
            var export = ResultExport.of(node.cdrs(), query, order);
            return WholeFile.write(file, out -> export.writeTo(out, own.get(), progressing));
        } catch (CancellationException e) {
            throw new OperationCanceledException(e.getMessage());
        }
    }

    private ResultExport.Progress progress(int mine, IProgressMonitor monitor, Path file) {
        long[] shown = {0, 0};
        return (written, total) -> {
            long now = System.currentTimeMillis();
            if (now - shown[0] >= SHOWN_EACH_MS) {
                shown[0] = now;
                int step = total == 0 ? STEPS : (int) (written * STEPS / total);
                monitor.worked((int) (step - shown[1]));
                shown[1] = step;
                UiThread.post(bar, () -> progressed(mine, file, written, total, step));
            }
            return !monitor.isCanceled();
        };
    }

    private void progressed(int whose, Path file, long written, long total, int step) {
        if (whose != turn || running.isEmpty())
            return;
        progress.setSelection(step);
        show(texts.get("export.progress", formats.count(written), formats.count(total), file.getFileName()), false);
    }

    /** One that another has taken the place of says nothing any more. */
    private void ended(int whose, String text, boolean bad) {
        if (whose != turn)
            return;
        running = Optional.empty();
        progress.setVisible(false);
        action.setText(texts.get("export.close"));
        show(text, bad);
    }

    private void show(String text, boolean bad) {
        failed = bad;
        says.setForeground(bad ? Palette.of(says.getDisplay()).bad() : Palette.of(says.getDisplay()).foreground());
        says.setText(text.replace("&", "&&"));
        visible(true);
    }

    private void hide() {
        visible(false);
    }

    private void visible(boolean visible) {
        bar.setVisible(visible);
        ((GridData) bar.getLayoutData()).exclude = !visible;
        bar.getParent().layout(true, true);
    }
}
