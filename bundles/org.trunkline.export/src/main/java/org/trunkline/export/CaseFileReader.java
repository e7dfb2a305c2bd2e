package org.trunkline.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

import org.trunkline.wire.CaseJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** Reads a case file that somebody sent: only its one entry, within bounds, and nothing else in it. */
public final class CaseFileReader {
    private static final int MAX_ENTRIES = 100;
    static final int MAX_BYTES = 32 << 20;

    private CaseFileReader() {}

    /** @throws IOException that says in words why it is no case file */
    public static CaseFile read(InputStream in) throws IOException {
        try (var zip = new ZipInputStream(in)) {
            int seen = 0;
            for (var entry = zip.getNextEntry(); entry != null && seen < MAX_ENTRIES; entry = zip.getNextEntry()) {
                if (entry.getName().equals(CaseFileWriter.CASE))
                    return parse(bounded(zip));
                seen++;
            }
        } catch (ZipException e) {
            throw new IOException("This is not a case file: " + e.getMessage(), e);
        }
        throw new IOException("This is not a case file: it does not contain " + CaseFileWriter.CASE);
    }

    private static byte[] bounded(InputStream zip) throws IOException {
        byte[] bytes = zip.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES)
            throw new IOException("This case file is too large: more than " + (MAX_BYTES >> 20) + " MB");
        return bytes;
    }

    private static CaseFile parse(byte[] bytes) throws IOException {
        try {
            var json = Json.parseAnswer(bytes);
            var refusal = CaseJson.refusal(json);
            if (refusal.isPresent())
                throw new IOException(refusal.get());
            return CaseFile.of(CaseJson.read(json), CaseJson.isPseudonymised(json));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new IOException("This case file is damaged: " + e.getMessage(), e);
        }
    }
}
