package org.trunkline.export;

import java.time.InstantSource;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.record.RecordFormat;

/** A whole record on each line, as the API writes it. */
@Component(service = RecordFormat.class, property = "service.ranking:Integer=20")
public final class JsonLinesFormat extends WrittenFormat {
    @Activate
    public JsonLinesFormat() {
        this(InstantSource.system());
    }

    JsonLinesFormat(InstantSource clock) {
        super(ResultFormat.JSON_LINES.info(LocalizedText.of("JSON lines", "JSON-rader", "JSON 行", "Baris JSON")), (out, _) -> new JsonLinesWriter(out), clock);
    }
}
