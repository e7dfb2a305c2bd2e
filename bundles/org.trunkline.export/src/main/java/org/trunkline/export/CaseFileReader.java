package org.trunkline.export;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.config.ConfigHistory;
import org.trunkline.wire.AlertJson;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.Json;
import org.trunkline.wire.MalformedJsonException;

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
            throw new IOException("This is no case file: " + e.getMessage(), e);
        }
        throw new IOException("This is no case file: it holds no " + CaseFileWriter.CASE);
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
            if (!json.path("format").asText().equals(CaseFileWriter.FORMAT))
                throw new IOException("This is no case file of Trunkline");
            int version = json.path("version").asInt();
            if (version > CaseFileWriter.VERSION)
                throw new IOException("This case file is of version " + version + ", this desk reads "
                        + CaseFileWriter.VERSION + ": open it with a newer desk");
            return new CaseFile(Instant.parse(json.path("madeAt").asText()), json.path("node").asText(),
                    json.path("pseudonymised").asBoolean(), CdrJson.read(json.path("record")),
                    CdrJson.readLadder(json.path("ladder")), configuration(json.path("configuration")));
        } catch (MalformedJsonException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("This case file is damaged: " + e.getMessage(), e);
        }
    }

    private static List<ConfigHistory.Then> configuration(JsonNode entries) {
        var list = new ArrayList<ConfigHistory.Then>();
        entries.forEach(entry -> list.add(AlertJson.readThen(entry)));
        return list;
    }
}
