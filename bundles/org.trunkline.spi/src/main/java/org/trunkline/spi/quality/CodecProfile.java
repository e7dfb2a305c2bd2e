package org.trunkline.spi.quality;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.spi.ExtensionPoint;

/**
 * E-model impairments of codecs (ITU-T G.107, G.113), for codecs that the product does not know, or
 * rates differently.
 *
 * <p><b>Threads:</b> any of the plug-in's; read once after the start. <b>Errors:</b> without an answer the table of
 * the product is used.
 */
@ConsumerType
@ExtensionPoint(insideMillis = 1_000, outsideMillis = 2_000, concurrency = 1)
public interface CodecProfile {
    /** By encoding name as in SDP, upper case: {@code OPUS}. Up to 100. */
    Map<String, CodecImpairment> profiles();
}
