package org.trunkline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.export.table.WorkbookWriter;

/** Records as rows of a workbook. */
final class SpreadsheetWriter implements RecordWriter {
    private final WorkbookWriter workbook;
    private final List<RecordColumn> columns;

    SpreadsheetWriter(OutputStream stream, List<RecordColumn> columns) throws IOException {
        this(stream, columns, WorkbookWriter.MAX_ROWS);
    }

    SpreadsheetWriter(OutputStream stream, List<RecordColumn> columns, int maxRows) throws IOException {
        this.columns = columns;
        workbook = new WorkbookWriter(stream, "Calls", columns.stream().map(RecordColumn::name).toList(), maxRows);
    }

    @Override
    public void write(Cdr cdr) throws IOException {
        workbook.beginRow();
        for (var column : columns)
            switch (column.value().apply(cdr)) {
                case RecordColumn.Text(var text) -> workbook.text(text);
                case RecordColumn.Number(double number) -> workbook.number(CsvWriter.decimal(number));
                case RecordColumn.Time(var at) -> workbook.time(at);
                case RecordColumn.Empty() -> workbook.empty();
            }
        workbook.endRow();
    }

    @Override
    public void end() throws IOException {
        workbook.end();
    }
}
