package org.trunkline.export;

import java.time.InstantSource;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.record.RecordFormat;

/** A workbook of Excel 2007 and later. */
@Component(service = RecordFormat.class, property = "service.ranking:Integer=10")
public final class ExcelFormat extends WrittenFormat {
    @Activate
    public ExcelFormat() {
        this(InstantSource.system());
    }

    ExcelFormat(InstantSource clock) {
        super(ResultFormat.XLSX.info(LocalizedText.of("Excel workbook", "Excel-arbetsbok", "Excel 工作簿", "Buku kerja Excel")), SpreadsheetWriter::new, clock);
    }
}
