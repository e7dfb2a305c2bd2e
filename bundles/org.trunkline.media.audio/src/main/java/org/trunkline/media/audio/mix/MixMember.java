package org.trunkline.media.audio.mix;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.Resampler;
import org.trunkline.media.audio.mix.Mix.MixOutput;

/** One caller of a {@link Mix}. <b>Threads:</b> public methods by any, all else by the mix's. */
public final class MixMember {
    /** About -52 dBov: line noise below is not mixed. */
    private static final int QUIET = 80;
    /** Frames that are still mixed after the last that was loud enough. */
    private static final int HANGOVER = 15;
    private static final int NARROW_FRAME = Mix.NARROW * Mix.FRAME_MILLIS / 1000;
    private static final int WIDE_FRAME = Mix.WIDE * Mix.FRAME_MILLIS / 1000;

    private final BiConsumer<MixFormat, byte[]> sink;
    private final boolean speaks;
    private volatile boolean muted;
    private volatile boolean speaking;
    private volatile Duration delay = Duration.ZERO;
    private volatile MixFormat wanted;
    private volatile EncoderTuning tuning = EncoderTuning.UNKNOWN;
    private MixFormat format;
    private final Inlet inlet;
    private short[] heard;
    private final short[] other = new short[WIDE_FRAME + 2];
    private @Nullable Resampler across;
    private @Nullable MixOutput output;
    private boolean voiced;
    private int hangover;

    MixMember(MixFormat format, boolean speaks, BiConsumer<MixFormat, byte[]> sink) {
        this.format = format;
        this.wanted = format;
        this.speaks = speaks;
        this.sink = sink;
        inlet = new Inlet(rate());
        heard = new short[rate() * Mix.FRAME_MILLIS / 1000];
    }

    /**
     * A packet of the caller's; dropped where too many wait.
     *
     * @param payload is kept
     * @param nanos when it came
     */
    public void take(AudioCodec of, int ssrc, int sequence, int timestamp, ByteBuffer payload, long nanos) {
        if (speaks)
            inlet.take(of, ssrc, sequence, timestamp, payload, nanos);
    }

    /** The others do not hear it. */
    public void mute(boolean now) {
        muted = now;
    }

    public boolean isMuted() {
        return muted;
    }

    /** Whether the others may hear it. */
    public boolean speaks() {
        return speaks;
    }

    /** Whether the others heard it at the last tick. */
    public boolean isSpeaking() {
        return speaking;
    }

    /** How long its packets wait to be mixed. */
    public Duration delay() {
        return delay;
    }

    /** It hears something else from the next tick on. */
    public void format(MixFormat now) {
        wanted = now;
    }

    /** What it hears is made for that from the next tick on. */
    public void tune(EncoderTuning now) {
        tuning = now;
    }

    Mix.Shared shared() {
        return new Mix.Shared(format, format.codec().isTunable() ? tuning : EncoderTuning.UNKNOWN);
    }

    MixFormat format() {
        return format;
    }

    int rate() {
        return format.rate();
    }

    boolean isVoiced() {
        return voiced;
    }

    /** Adds what it says to the sums. @param narrow at 8 kHz, null where no one hears it so @param wide at 16 kHz, likewise */
    void hear(int @Nullable [] narrow, int @Nullable [] wide) {
        change();
        boolean any = inlet.read(heard, muted);
        delay = inlet.delay();
        hangover = any && isLoud() ? HANGOVER : Math.max(0, hangover - 1);
        voiced = any && hangover > 0 && !muted;
        speaking = voiced;
        if (!voiced)
            return;
        boolean isNarrow = rate() == Mix.NARROW;
        add(heard, heard.length, isNarrow ? narrow : wide);
        var elsewhere = isNarrow ? wide : narrow;
        if (elsewhere != null) {
            if (across == null)
                across = isNarrow ? new Resampler(Mix.NARROW, Mix.WIDE) : new Resampler(Mix.WIDE, Mix.NARROW);
            add(other, across.convert(heard, heard.length, other, 0), elsewhere);
        }
    }

    private static void add(short[] samples, int count, int @Nullable [] sum) {
        if (sum != null)
            for (int i = 0; i < Math.min(count, sum.length); i++)
                sum[i] += samples[i];
    }

    private boolean isLoud() {
        long energy = 0;
        for (short sample : heard)
            energy += sample * sample;
        return energy > (long) QUIET * QUIET * heard.length;
    }

    private void change() {
        var now = wanted;
        if (now.equals(format))
            return;
        boolean other = now.rate() != rate();
        format = now;
        close();
        if (other) {
            inlet.rate(rate());
            heard = new short[rate() == Mix.NARROW ? NARROW_FRAME : WIDE_FRAME];
            across = null;
        }
    }

    /** The sum without its own part. */
    List<byte[]> encode(int[] sum) {
        var by = output;
        if (by == null)
            output = by = new MixOutput(format);
        by.tune(tuning);
        return by.encode(sum, voiced ? heard : null);
    }

    void say(List<byte[]> payloads) {
        payloads.forEach(payload -> sink.accept(format, payload));
    }

    /** Frees its coders. */
    void close() {
        inlet.close();
        endOwn();
    }

    /** Frees the encoder of its own: it hears what all hear. */
    void endOwn() {
        if (output != null)
            output.close();
        output = null;
    }
}
