package org.trunkline.spi.quality;

import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Analyses an ended call and reports findings, such as one-way audio.
 *
 * <p><b>Threads:</b> up to four of the plug-in's threads at once. <b>Budget:</b> 50 ms. <b>Errors:</b> a record without
 * an answer in time is kept without these findings.
 *
 * <pre>{@code
 * public final class ShortCalls implements CallAnalyser {
 *     private static final Duration SHORT = Duration.ofSeconds(3);
 *
 *     public List<CallFinding> analyse(Cdr record) {
 *         return record.answered() && record.duration().compareTo(SHORT) < 0 ? List.of(new CallFinding("short-call",
 *                 CallFinding.Severity.WARNING, LocalizedText.of("The call ended within 3 s of the answer."))) : List.of();
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 50, outsideMillis = 50)
public interface CallAnalyser {
    /** Up to 8 findings. */
    List<CallFinding> analyse(Cdr record) throws ExtensionException;
}
