package org.trunkline.spi.record;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;

/**
 * Brings call records of another system: a PBX's CDR files, a carrier's API.
 *
 * <p>The node asks for the next page and keeps the cursor in the same transaction as the records, so that each is kept
 * exactly once; a record with a key that is known replaces the earlier one.
 *
 * <p>This version defines the contract; it does not ask any implementation yet.
 *
 * <p><b>Threads:</b> one call at a time for each source. <b>Budget:</b> 30 s. <b>Errors:</b> a page that failed is asked
 * for again after a pause.
 *
 * <pre>{@code
 * public final class OldSwitch implements RecordCollector {
 *     public CollectorInfo info() {
 *         return new CollectorInfo("old-switch", LocalizedText.of("Old switch"),
 *                 List.of(SettingField.text("folder", "Folder", "Folder of its CDR files").mandatory()));
 *     }
 *
 *     public CollectedPage next(Map<String, String> source, Optional<String> cursor, int limit) throws ExtensionException {
 *         int line = cursor.map(Integer::parseInt).orElse(0);
 *         try (var lines = Files.lines(Path.of(source.get("folder"), "calls.txt"))) {
 *             var found = lines.skip(line).limit(limit).map(text -> text.split(",")).map(part -> new SourceRecord(part[0],
 *                     Instant.parse(part[1]), Map.of("from", part[2], "to", part[3]))).toList();
 *             return new CollectedPage(found, String.valueOf(line + found.size()), found.size() == limit);
 *         } catch (IOException e) {
 *             throw new ExtensionException("calls.txt cannot be read: " + e.getMessage(), true, e);
 *         }
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 30_000, outsideMillis = 30_000, concurrency = 1)
public interface RecordCollector {
    /** The same at each call. */
    CollectorInfo info();

    /**
     * @param source its settings, by field name
     * @param cursor where the last page ended; empty for the beginning
     * @param limit 1 to 1,000 records
     */
    CollectedPage next(Map<String, String> source, Optional<String> cursor, int limit) throws ExtensionException;

    /** @param fields of the form of a source */
    record CollectorInfo(String id, LocalizedText label, List<SettingField> fields) {
        public CollectorInfo {
            fields = List.copyOf(fields);
        }
    }

    /**
     * @param cursor pass to the next call
     * @param more whether there are records beyond this page now
     */
    record CollectedPage(List<SourceRecord> records, String cursor, boolean more) {
        public CollectedPage {
            records = List.copyOf(records);
            requireNonNull(cursor);
        }
    }

    /**
     * A leg or call as reported by the other system.
     *
     * @param key the same for the same record, whenever it is collected again
     * @param at the start of the call, or when the record was written where that is not known
     * @param fields as named by the other system, unchanged
     */
    record SourceRecord(String key, Instant at, Map<String, String> fields) {
        public SourceRecord {
            requireNonNull(key);
            requireNonNull(at);
            fields = Map.copyOf(fields);
        }
    }
}
