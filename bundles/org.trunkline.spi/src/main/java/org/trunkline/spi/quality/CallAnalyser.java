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
 */
@ConsumerType
@ExtensionPoint(insideMillis = 50, outsideMillis = 50)
public interface CallAnalyser {
    /** Up to 8 findings. */
    List<CallFinding> analyse(Cdr record) throws ExtensionException;
}
