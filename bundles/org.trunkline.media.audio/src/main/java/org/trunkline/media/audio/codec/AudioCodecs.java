package org.trunkline.media.audio.codec;

import static java.util.Locale.ROOT;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.media.audio.internal.opus.OpusLibrary;

/** The codecs that the node speaks itself, the best first. */
public final class AudioCodecs {
    private static final Logger log = LoggerFactory.getLogger(AudioCodecs.class);

    private final Map<String, AudioCodec> byName = new LinkedHashMap<>();

    /** @param all the best first */
    private AudioCodecs(List<AudioCodec> all) {
        all.forEach(codec -> byName.putIfAbsent(codec.name().toUpperCase(ROOT), codec));
    }

    /** Opus, G.722, G.711. */
    public static AudioCodecs standard() {
        var opus = OpusLibrary.best();
        log.info("Opus is converted by {}", opus.version());
        return with(opus);
    }

    /** The same without what the system has. */
    public static AudioCodecs inJava() {
        return with(OpusLibrary.inJava());
    }

    private static AudioCodecs with(OpusLibrary opus) {
        return new AudioCodecs(List.of(new OpusCodec(opus), new G722Codec(), new G711Codec(true), new G711Codec(false)));
    }

    public List<AudioCodec> all() {
        return List.copyOf(byName.values());
    }

    /** @param name as in SDP, in any case */
    public Optional<AudioCodec> of(String name) {
        return Optional.ofNullable(byName.get(name.toUpperCase(ROOT)));
    }
}
