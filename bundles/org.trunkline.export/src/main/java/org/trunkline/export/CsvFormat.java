package org.trunkline.export;

import java.time.InstantSource;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.record.RecordFormat;

/** Comma-separated values (RFC 4180). */
@Component(service = RecordFormat.class, property = "service.ranking:Integer=30")
public final class CsvFormat extends WrittenFormat {
    @Activate
    public CsvFormat() {
        this(InstantSource.system());
    }

    CsvFormat(InstantSource clock) {
        super(ResultFormat.CSV.info(LocalizedText.of("CSV table", "CSV-tabell", "CSV 表格", "Tabel CSV")), CsvWriter::new, clock);
    }
}
