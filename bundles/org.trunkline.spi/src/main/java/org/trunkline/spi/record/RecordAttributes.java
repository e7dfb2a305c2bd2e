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
 * asked for once, when the call has ended, and kept with the record.
 *
 * <p>This version defines the contract; it does not ask any implementation yet.
 *
 * <p><b>Threads:</b> up to four of the plug-in's threads at once. <b>Budget:</b> 50 ms. <b>Errors:</b> a record without
 * an answer in time is kept without these fields.
 */
@ConsumerType
@ExtensionPoint(insideMillis = 50, outsideMillis = 50)
public interface RecordAttributes {
    /** Up to 16; the same at each call until the plug-in is updated. */
    List<AttributeField> fields();

    /**
     * @return by field name; a number as decimal digits, a time as ISO 8601 with zone, texts up to 200 characters; fields
     *         left out have no value
     */
    Map<String, String> attributes(Cdr record) throws ExtensionException;
}
