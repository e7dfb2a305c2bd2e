package org.trunkline.ui.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.export.table.TextTable;
import org.trunkline.ui.FileTrouble;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.table.paint.TableNote;

/** Takes rows out of a table, to the clipboard or a file, and says below it what became of them. UI thread only. */
final class RowsOut<T> {
    /** What the table shows when it is asked. @param source where the rows are fetched as they are scrolled to */
    record Shown<T>(Rows<T> rows, Optional<RowSource<T>> source, Optional<Sort> sort) {}

    private final Grid<T> grid;
    private final TableSpec<T> spec;
    private final NodeJobs jobs;
    private final TableNote note;
    private final Texts texts = Texts.of(DataTable.class);
    private final Formats formats = Formats.ofPreferences();

    RowsOut(Composite parent, Grid<T> grid, TableSpec<T> spec, NodeJobs jobs) {
        this.grid = grid;
        this.spec = spec;
        this.jobs = jobs;
        note = new TableNote(parent, texts);
    }

    /** The selected rows, to the clipboard; those that are not loaded are fetched first. */
    void copy(Shown<T> from, TextTable as) {
        RowRanges wanted = grid.selected();
        RowRanges taken = wanted.first(TableText.MOST);
        if (taken.count() == 0)
            return;
        taken.known(from.rows()).ifPresentOrElse(rows -> copied(rows, wanted.count(), as),
                () -> from.source().ifPresent(source -> copy(from, source, taken, wanted.count(), as)));
    }

    private void copy(Shown<T> from, RowSource<T> source, RowRanges taken, int wanted, TextTable as) {
        String title = texts.get("table.copying", formats.count(taken.count()));
        note.say(title);
        jobs.run(title, (node, monitor) -> taken.fetch(source, node, from.sort(), monitor),
                rows -> copied(rows, wanted, as), failure -> note.sayFailed(texts.get("table.not-copied", failure.message()),
                        () -> copy(from, source, taken, wanted, as)), () -> note.say(texts.get("table.not-copied.cancelled")));
    }

    /** Rows that are there. */
    void copy(List<T> rows, TextTable as) {
        if (!rows.isEmpty())
            copied(rows.subList(0, Math.min(rows.size(), TableText.MOST)), rows.size(), as);
    }

    private void copied(List<T> rows, int wanted, TextTable as) {
        TableText.copy(grid, rows, as);
        note.say(rows.size() < wanted ? texts.get("table.copied.some", formats.count(rows.size()), formats.count(wanted))
                : texts.get("table.copied", rows.size(), formats.count(rows.size())));
    }

    /** All rows, to a file. */
    void export(Shown<T> from, Path file) {
        var columns = grid.visibleColumns();
        List<T> list = from.source().isPresent() ? List.of() : IntStream.range(0, from.rows().count())
                .mapToObj(from.rows()::known).flatMap(Optional::stream).toList();
        String title = texts.get("table.exporting", spec.title());
        note.say(title);
        jobs.run(title, (node, monitor) -> TableText.write(file, columns, monitor, offset -> from.source().isPresent()
                ? from.source().get().fetch(node, offset, TableText.CHUNK, from.sort()) : TableText.slice(list, offset)),
                n -> note.say(texts.get("table.exported", n, formats.count(n), file)),
                failure -> note.sayFailed(texts.get("table.not-exported", FileTrouble.told(failure).message()), () -> export(from, file)),
                () -> note.say(texts.get("table.not-exported.cancelled", file.getFileName())));
    }
}
