package org.trunkline.spi.quality;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.spi.ExtensionPoint;

/**
 * How much codecs take from the E-model's rating (ITU-T G.107, G.113), for codecs that the product does not know or
 * rates otherwise.
 *
 * <p><b>Threads:</b> any of the plug-in's; read once after the start. <b>Errors:</b> without an answer the product's own
 * table holds.
 */
@ConsumerType
@ExtensionPoint(insideMillis = 1_000, outsideMillis = 2_000, concurrency = 1)
public interface CodecProfile {
    /** By encoding name as in SDP, upper case: {@code OPUS}. Up to 100. */
    Map<String, CodecImpairment> profiles();
}
