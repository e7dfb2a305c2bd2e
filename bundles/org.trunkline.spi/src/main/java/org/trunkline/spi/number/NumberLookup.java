package org.trunkline.spi.number;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Looks up a telephone number: its owner, its operator, its routing number.
 *
 * <p>Asked asynchronously when a call arrives, for the calling and the called number, and when the desk shows a number.
 * The node caches the facts for {@link NumberFacts#ttl}, and a call never waits for a lookup; a routing policy
 * sees what is known by then.
 *
 * <p><b>Threads:</b> up to four of the plug-in's threads at once. <b>Budget:</b> 300 ms. <b>Errors:</b> a lookup that
 * fails is not repeated for that number for a minute.
 *
 * <pre>{@code
 * public final class OfficeNames implements NumberLookup {
 *     public NumberFacts lookup(String number) {
 *         return number.startsWith("+4686840") ? NumberFacts.name("Head office", Duration.ofHours(1))
 *                 : NumberFacts.NONE;
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 300, outsideMillis = 300)
public interface NumberLookup {
    /** @param number E.164 with the plus */
    NumberFacts lookup(String number) throws ExtensionException;
}
