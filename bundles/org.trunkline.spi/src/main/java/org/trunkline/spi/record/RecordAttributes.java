package org.trunkline.spi.record;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Adds fields to call records: an operator's name, a customer number, a second price.
 *
 * <p>The fields are searched as {@code name:value}, counted as facets, sorted, shown as columns and exported. Values are
 * asked for once, when the call has ended, and kept with the record; an interrupted call is not asked about. A plug-in whose
 * fields have names that are taken is not installed.
 *
 * <p>Values of plug-ins count as personal: pseudonymised and anonymous records do without them, and so do sessions that see
 * numbers masked.
 *
 * <p><b>Threads:</b> up to four of the plug-in's threads at once; never the call's. <b>Budget:</b> 50 ms. <b>Errors:</b> a
 * record without an answer in time is kept without these fields; so is one field whose value is not of its type.
 *
 * <pre>{@code
 * public final class Departments implements RecordAttributes {
 *     public List<AttributeField> fields() {
 *         return List.of(new AttributeField("department", Type.TEXT, LocalizedText.of("Department", "Avdelning", "部门",
 *                 "Departemen"), true));
 *     }
 *
 *     public Map<String, String> attributes(Cdr record) {
 *         return record.to().dialled().startsWith("6") ? Map.of("department", "Support") : Map.of();
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 50, outsideMillis = 50)
public interface RecordAttributes {
    /** Up to 16; the same at each call until the plug-in is updated. */
    List<AttributeField> fields();

    /**
     * @return by field name; a number as decimal digits, a time as ISO 8601 with zone, {@code true} or {@code false}, texts up
     *         to 200 characters; fields left out have no value, and neither has one with an empty text
     */
    Map<String, String> attributes(Cdr record) throws ExtensionException;
}
