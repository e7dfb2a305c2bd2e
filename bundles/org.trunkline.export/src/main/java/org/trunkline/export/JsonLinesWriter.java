package org.trunkline.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.json.Json;

/** Whole records, one a line. */
final class JsonLinesWriter implements RecordWriter {
    private static final int BUFFER = 1 << 16;
    private final OutputStream out;

    JsonLinesWriter(OutputStream stream) {
        out = new BufferedOutputStream(stream, BUFFER);
    }

    @Override
    public void write(Cdr cdr) throws IOException {
        out.write(Json.bytes(CdrJson.write(cdr)));
        out.write('\n');
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
