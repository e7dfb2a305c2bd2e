package org.trunkline.engine.port.media;

import static java.util.Locale.ROOT;

import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.quality.CodecImpairment;

/**
 * The codecs that streams are rated by. It may change while calls last: a stream is rated by what holds at that moment.
 *
 * <p><b>Threads:</b> any; never blocks.
 */
@FunctionalInterface
public interface CodecTable {
    /** The product's own table, without plug-ins. */
    CodecTable STANDARD = CodecImpairment::standard;

    /** By encoding name in upper case. */
    Map<String, CodecImpairment> all();

    /** @param encoding name as in SDP, in any case; empty for a codec of which nothing is known */
    default Optional<CodecImpairment> of(String encoding) {
        return Optional.ofNullable(all().get(encoding.toUpperCase(ROOT)));
    }
}
