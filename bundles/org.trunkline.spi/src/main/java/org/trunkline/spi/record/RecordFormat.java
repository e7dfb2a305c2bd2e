package org.trunkline.spi.record;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;
import org.trunkline.spi.LocalizedText;

/**
 * A file format that search results are exported to.
 *
 * <p>An export begins, takes any number of pages, and ends; what the calls return, one after another, is the file.
 *
 * <p><b>Threads:</b> calls of one export come one after another, exports at the same time. <b>Budget:</b> 10 s a call.
 * <b>Errors:</b> a failed export is deleted, and the user sees the reason. {@link #end} or {@link #cancel} is always the last
 * call of an export.
 *
 * <pre>{@code
 * public final class Numbers implements RecordFormat {
 *     private final AtomicLong exports = new AtomicLong();
 *
 *     public FormatInfo info() {
 *         return new FormatInfo("numbers", LocalizedText.of("Called numbers"), "txt", "text/plain");
 *     }
 *
 *     public Started begin(ExportOptions options) {
 *         return new Started(String.valueOf(exports.incrementAndGet()), new byte[0]);
 *     }
 *
 *     public byte[] page(String export, List<Cdr> records) {
 *         return records.stream().map(record -> record.to().normalised() + "\n").collect(Collectors.joining())
 *                 .getBytes(StandardCharsets.UTF_8);
 *     }
 *
 *     public byte[] end(String export) {
 *         return new byte[0];
 *     }
 *
 *     public void cancel(String export) {
 *         // nothing is kept between two pages
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 10_000, outsideMillis = 10_000)
public interface RecordFormat {
    /** The same at each call. */
    FormatInfo info();

    /** @return names the export in the calls that follow, and the first bytes of the file */
    Started begin(ExportOptions options) throws ExtensionException;

    /** @param records 1 to 500, in the order of the result */
    byte[] page(String export, List<Cdr> records) throws ExtensionException;

    /** The last bytes of the file. */
    byte[] end(String export) throws ExtensionException;

    /** Cancels an export. */
    void cancel(String export);

    /**
     * @param id as in the API: {@code csv}
     * @param fileExtension without the dot
     * @param contentType of HTTP
     */
    record FormatInfo(String id, LocalizedText label, String fileExtension, String contentType) {
        public FormatInfo {
            requireNonNull(id);
            requireNonNull(label);
            requireNonNull(fileExtension);
            requireNonNull(contentType);
        }
    }

    /**
     * @param columns names of the fields wanted, in order; empty for all
     * @param headings of the same columns, in the user's language; empty for the names
     * @param zone of times: {@code Europe/Stockholm}
     * @param query what was searched for
     * @param rows how many records will follow, where that is known
     * @param attributes fields that plug-ins add to records, see {@link Cdr#marks}: one that a record lacks is empty
     */
    record ExportOptions(List<String> columns, List<String> headings, String zone, String query, Optional<Long> rows,
            List<AttributeField> attributes) {
        public ExportOptions {
            columns = List.copyOf(columns);
            headings = List.copyOf(headings);
            requireNonNull(zone);
            requireNonNull(query);
            requireNonNull(rows);
            attributes = List.copyOf(attributes);
        }
    }

    record Started(String export, byte[] bytes) {
        public Started {
            requireNonNull(export);
            requireNonNull(bytes);
        }
    }
}
