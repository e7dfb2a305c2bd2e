package org.trunkline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.config.ConfigHistory;
import org.trunkline.wire.CaseJson;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.json.Json;

/**
 * Writes a case file: a zip of {@code case.json}, which is read back, and the same as people and other programs want
 * it: {@code record.json}, {@code quality.json}, {@code quality-over-time.json}, {@code ladder.txt}, {@code ladder.pcap},
 * {@code why.txt}, {@code configuration.txt}.
 */
public final class CaseFileWriter {
    static final String CASE = "case.json";

    private CaseFileWriter() {}

    /**
     * @param ladderText the messages in words, as the desk shows them
     * @param why sentences
     */
    public static void write(CaseFile file, String ladderText, List<String> why, OutputStream out) throws IOException {
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            entry(zip, file, "README.txt", readme(file).getBytes(StandardCharsets.UTF_8));
            entry(zip, file, CASE, Json.bytes(CaseJson.write(file.known(), file.pseudonymised())));
            var record = CdrJson.write(file.record());
            entry(zip, file, "record.json", pretty(record));
            entry(zip, file, "quality.json", pretty(record.path("quality")));
            entry(zip, file, "quality-over-time.json", pretty(CdrJson.write(file.ladder()).path("quality")));
            entry(zip, file, "ladder.txt", ladderText.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(named(file, "ladder.pcap"));
            PcapWriter.write(file.ladder(), zip);
            zip.closeEntry();
            entry(zip, file, "why.txt", (String.join("\n", why) + "\n").getBytes(StandardCharsets.UTF_8));
            entry(zip, file, "configuration.txt", configuration(file.configuration()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] pretty(JsonNode json) {
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void entry(ZipOutputStream zip, CaseFile file, String name, byte[] content) throws IOException {
        zip.putNextEntry(named(file, name));
        zip.write(content);
        zip.closeEntry();
    }

    private static ZipEntry named(CaseFile file, String name) {
        var entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(file.madeAt()));
        return entry;
    }

    private static String readme(CaseFile file) {
        return """
                One call of a Trunkline node, made %s.
                Open it on any Trunkline desk by File > Open case file; no node is needed.

                record.json        the call record
                quality.json       what was measured of its media streams, from RTP and RTCP
                quality-over-time.json  the same step by step, of a call of 10 s and more
                ladder.txt         its SIP messages
                ladder.pcap        the same for Wireshark and sngrep; IP and UDP headers are made up from the addresses
                why.txt            why the call went where it went
                configuration.txt  what decided it, as it was then, and what has changed since
                case.json          all of it, for the desk

                %s
                """.formatted(file.madeAt(), file.pseudonymised()
                ? "Numbers and names are pseudonyms; addresses of machines are not. The creator of this file keeps the key."
                : "It contains telephone numbers and names: treat it as personal data.");
    }

    /** Each entry's fields as they were; those that differ now beside them. */
    static String configuration(List<ConfigHistory.Then> entries) {
        var text = new StringBuilder();
        for (var entry : entries) {
            text.append(entry.subject()).append('\n');
            if (entry.then().isEmpty())
                text.append("  did not exist then, or is older than the history\n");
            else
                text.append("  as of revision ").append(entry.revision()).append(", ").append(entry.changedAt())
                        .append(", by ").append(entry.who()).append('\n');
            for (String field : fields(entry)) {
                var then = entry.then().getOrDefault(field, "");
                var now = entry.now().getOrDefault(field, "");
                text.append("  ").append(field).append(": ").append(then)
                        .append(then.equals(now) ? "" : "   now: " + (entry.now().isEmpty() ? "deleted" : now)).append('\n');
            }
            text.append('\n');
        }
        return text.isEmpty() ? "It is not known.\n" : text.toString();
    }

    private static List<String> fields(ConfigHistory.Then entry) {
        var fields = new LinkedHashSet<>(entry.then().keySet());
        fields.addAll(entry.now().keySet());
        return new ArrayList<>(fields);
    }
}
