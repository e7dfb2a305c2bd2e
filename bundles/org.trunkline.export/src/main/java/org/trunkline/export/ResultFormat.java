package org.trunkline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.record.RecordFormat.FormatInfo;

/** What a result can be exported as. */
public enum ResultFormat {
    /** RFC 4180, UTF-8, with a header line; times in UTC. */
    CSV("csv", "text/csv; charset=utf-8; header=present"),
    /** One whole record on each line, as the API writes it. */
    JSON_LINES("jsonl", "application/x-ndjson"),
    /** A workbook of Excel 2007 and later. */
    XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String suffix;
    private final String mediaType;

    ResultFormat(String suffix, String mediaType) {
        this.suffix = suffix;
        this.mediaType = mediaType;
    }

    /** Of file names, and the API's word for it. */
    public String suffix() {
        return suffix;
    }

    public String mediaType() {
        return mediaType;
    }

    public static Optional<ResultFormat> ofSuffix(String suffix) {
        return Arrays.stream(values()).filter(f -> f.suffix.equals(suffix)).findFirst();
    }

    FormatInfo info(LocalizedText label) {
        return new FormatInfo(suffix, label, suffix, mediaType);
    }

    RecordWriter writer(OutputStream out, List<RecordColumn> columns) throws IOException {
        return switch (this) {
            case CSV -> new CsvWriter(out, columns);
            case JSON_LINES -> new JsonLinesWriter(out);
            case XLSX -> new SpreadsheetWriter(out, columns);
        };
    }
}
