package org.trunkline.spi.quality;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.spi.ExtensionPoint;

/**
 * E-model impairments of codecs (ITU-T G.107, G.113), for codecs that the product does not know, or
 * rates differently.
 *
 * <p><b>Threads:</b> any of the plug-in's; read once after the start. <b>Budget:</b> 1 s inside the node, 2 s in a process of
 * its own. <b>Errors:</b> without an answer the table of the product is used.
 *
 * <pre>{@code
 * public final class WidebandSpeex implements CodecProfile {
 *     public Map<String, CodecImpairment> profiles() {
 *         return Map.of("SPEEX", new CodecImpairment(8, 28, Duration.ofMillis(10), CodecImpairment.Source.APPROXIMATE));
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 1_000, outsideMillis = 2_000, concurrency = 1)
public interface CodecProfile {
    /** By encoding name as in SDP, upper case: {@code OPUS}. Up to 100. */
    Map<String, CodecImpairment> profiles();
}
