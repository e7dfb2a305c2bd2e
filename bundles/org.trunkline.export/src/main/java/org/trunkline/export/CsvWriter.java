package org.trunkline.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.export.table.CsvCells;

/** Records as comma-separated values, a line each. */
final class CsvWriter implements RecordWriter {
    private static final int DECIMALS = 6;
    private final BufferedWriter out;

    private final List<RecordColumn> columns;

    CsvWriter(OutputStream stream, List<RecordColumn> columns) throws IOException {
        this.columns = columns;
        out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        out.write(CsvCells.line(columns.stream().map(RecordColumn::name).toList()));
    }

    @Override
    public void write(Cdr cdr) throws IOException {
        boolean first = true;
        for (var column : columns) {
            if (!first)
                out.write(',');
            first = false;
            out.write(cell(column.value().apply(cdr)));
        }
        out.write("\r\n");
    }

    private static String cell(RecordColumn.Value value) {
        return switch (value) {
            case RecordColumn.Text(var text) -> CsvCells.cell(text);
            case RecordColumn.Number(double number) -> decimal(number);
            case RecordColumn.Time(var at) -> at.toString();
            case RecordColumn.Empty() -> "";
        };
    }

    static String decimal(double number) {
        return BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
