package org.trunkline.media.rtp.internal.convert;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.Sound;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;

/**
 * The codecs that the node's own ends speak, and how many of them speak more than G.711: these cost more, so that beyond a number
 * new ones are offered G.711 alone. <b>Threads:</b> any.
 */
public final class SpokenCodecs {
    /** One that speaks Opus in a conference takes 1% of a core. */
    private static final int WIDEBAND_OF_CORE = 60;

    private final AudioCodecs codecs;
    private final Converters converters;
    private final List<ConvertibleCodec> described;
    private final AtomicInteger wideband = new AtomicInteger();
    private final int most;

    /** @param converters whose threads play and record what is not G.711 */
    public SpokenCodecs(AudioCodecs codecs, Converters converters, int cores) {
        this.codecs = codecs;
        this.converters = converters;
        most = WIDEBAND_OF_CORE * cores;
        described = codecs.all().stream().map(codec -> Converters.convertible(codec, Math.min(codec.sampleRate(), Sound.WIDE_RATE))).toList();
    }

    /** The best first. */
    public List<ConvertibleCodec> all() {
        return described;
    }

    /** Whether there is room for one more that speaks more than G.711. */
    public boolean hasRoom() {
        return wideband.get() < most;
    }

    /** Empty where the node does not speak it. */
    public Optional<AudioCodec> of(Encoding encoding) {
        return codecs.of(encoding.name()).filter(codec -> codec.clockRate() == encoding.clockRate());
    }

    /** One more speaks more than G.711. @return does its work */
    public CodingThread begin() {
        wideband.incrementAndGet();
        return converters.thread();
    }

    /** It does not any more. */
    public void end() {
        wideband.decrementAndGet();
    }

    public BorderStatus.Table table() {
        return new BorderStatus.Table("wideband-calls", wideband.get(), most);
    }
}
