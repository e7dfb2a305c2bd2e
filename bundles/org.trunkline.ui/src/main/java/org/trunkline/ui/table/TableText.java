package org.trunkline.ui.table;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.Page;
import org.trunkline.export.WholeFile;
import org.trunkline.export.table.CsvCells;
import org.trunkline.ui.Texts;

/** Rows as text: to the clipboard, to a file. */
final class TableText {
    static final int CHUNK = 500;
    /** Rows that the clipboard takes; more are for an export. */
    static final int MOST = 100_000;

    /** Rows from a position on. */
    interface Chunks<T> {
        Page<T> at(long offset) throws Exception;
    }

    private TableText() {}

    static <T> void copy(Grid<T> grid, List<T> rows) {
        if (rows.isEmpty())
            return;
        var columns = grid.visibleColumns();
        var text = new StringBuilder(columns.stream().map(Column::label).collect(Collectors.joining("\t")));
        for (T row : rows)
            text.append('\n').append(columns.stream().map(c -> c.text().apply(row)).collect(Collectors.joining("\t")));
        var clipboard = new Clipboard(grid.table().getDisplay());
        try {
            clipboard.setContents(new Object[] {text.toString()}, new Transfer[] {TextTransfer.getInstance()});
        } finally {
            clipboard.dispose();
        }
    }

    static Optional<Path> askFile(Shell shell, String title, Texts texts) {
        var dialog = new FileDialog(shell, SWT.SAVE);
        dialog.setText(texts.get("table.export"));
        dialog.setFileName(title.replaceAll("[^\\p{L}\\p{N} -]", "") + ".csv");
        dialog.setFilterExtensions(new String[] {"*.csv"});
        dialog.setOverwrite(true);
        return Optional.ofNullable(dialog.open()).map(Path::of);
    }

    static <T> Page<T> slice(List<T> rows, long offset) {
        int from = (int) Math.min(offset, rows.size());
        return new Page<>(rows.subList(from, Math.min(rows.size(), from + CHUNK)), rows.size(), Optional.empty());
    }

    /**
     * Writes all chunks to the file, which appears only when whole.
     *
     * @return rows written
     */
    static <T> long write(Path file, List<Column<T>> columns, IProgressMonitor monitor, Chunks<T> chunks)
            throws Exception {
        return WholeFile.<Long, Exception>write(file, bytes -> {
            var out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            out.write(CsvCells.line(columns.stream().map(Column::label).toList()));
            long written = 0;
            Page<T> page = chunks.at(0);
            monitor.beginTask(file.getFileName().toString(), (int) Math.min(Integer.MAX_VALUE, page.total()));
            while (!page.items().isEmpty()) {
                if (monitor.isCanceled())
                    throw new OperationCanceledException();
                for (T row : page.items())
                    out.write(CsvCells.line(columns.stream().map(c -> c.text().apply(row)).toList()));
                written += page.items().size();
                monitor.worked(page.items().size());
                page = chunks.at(written);
            }
            out.flush();
            return written;
        });
    }
}
