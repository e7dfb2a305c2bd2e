package org.trunkline.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.wire.PrivacyJson;

/**
 * What is kept of a person, as a file for them: a zip of {@code README.txt} and {@code records.jsonl}, a line for each
 * record with its SIP messages and the legal hold on it. Written page by page: memory does not grow with it.
 */
public final class PersonFile {
    private static final int PAGE = 100;

    private final Privacy privacy;
    private final String number;
    private final Instant madeAt;
    private PersonPage page;

    private PersonFile(Privacy privacy, String number, Instant madeAt, PersonPage first) {
        this.privacy = privacy;
        this.number = number;
        this.madeAt = madeAt;
        this.page = first;
    }

    /** Reads the first page, so that what cannot be is told before anything is written. */
    public static PersonFile of(Privacy privacy, String number, Instant madeAt) throws NodeUnavailableException {
        return new PersonFile(privacy, number, madeAt,
                privacy.person(number, Privacy.Purpose.EXPORT, Optional.empty(), PAGE));
    }

    /**
     * Writes all of it, once.
     *
     * @return how many records
     * @throws CancellationException where the progress said to stop
     */
    public long writeTo(OutputStream out, ResultExport.Progress progress) throws IOException, NodeUnavailableException {
        long written = 0;
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry("README.txt"));
            zip.write(readme().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("records.jsonl"));
            var lines = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
            written = records(lines, progress);
            lines.flush();
            zip.closeEntry();
        }
        return written;
    }

    private long records(Writer lines, ResultExport.Progress progress) throws IOException, NodeUnavailableException {
        long written = 0;
        for (;;) {
            if (!progress.at(page.read(), page.of()))
                throw new CancellationException("stopped after " + written + " records");
            for (var item : page.items()) {
                lines.write(PrivacyJson.write(item).toString());
                lines.write('\n');
            }
            written += page.items().size();
            if (page.next().isEmpty())
                return written;
            page = privacy.person(number, Privacy.Purpose.EXPORT, page.next(), PAGE);
        }
    }

    private String readme() {
        return """
                What this Trunkline node keeps of the calls of %s, made %s.

                records.jsonl   one JSON object a line: "record", the call record; "ladder", its SIP messages, where they
                                are still kept; "hold", the legal hold that keeps it, where there is one
                """.formatted(number, madeAt);
    }
}
