package org.trunkline.media.rtp.internal.listen;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.rtp.internal.convert.Converters;
import org.trunkline.media.rtp.internal.lay.PacketLayer;
import org.trunkline.media.rtp.internal.lay.Passage;
import org.trunkline.media.rtp.internal.meter.RtpPacket;
import org.trunkline.media.rtp.internal.mix.Mixes;

/**
 * What one side of a call sends while somebody listens. The mix gets a copy of it, and the other side hears the consent tone over it.
 * A side is heard only while its own tones came in time. Touched by the relay loop only.
 */
public final class ListenedStream implements Passage {
    /** The tone, and the rest of the packet that it ends in. */
    private static final long TONE_NANOS = Duration.ofMillis(ToneLayer.MILLIS + 60).toNanos();
    /** A side that got less of a tone was not told. */
    private static final long LEAST_NANOS = Duration.ofMillis(300).toNanos();
    /** A tone may be later than this before the side is not heard any more. */
    private static final long LATE_NANOS = Duration.ofSeconds(2).toNanos();

    private final AudioCodecs codecs;
    private final Mixes.Ear ear;
    private final Converters.Turns turns;
    private final long everyNanos;
    private final Consumer<ByteBuffer> onward;
    private @Nullable ListenedStream opposite;

    private @Nullable AudioCodec layerCodec;
    private @Nullable ToneLayer layer;
    private boolean sounding;
    private long begunAt;
    private long firstAt;
    private long lastAt;
    private boolean laid;
    private boolean due = true;
    private long dueAt;
    /** That the other side heard a tone. */
    private boolean told;
    private long toldAt;

    /**
     * @param ear hears what the side says
     * @param turns has work done beside the relay loop, and what comes of it by the loop
     * @param every from one tone to the next
     * @param onward sends a packet to the other side; called by the loop
     */
    public ListenedStream(AudioCodecs codecs, Mixes.Ear ear, Converters.Turns turns, Duration every, Consumer<ByteBuffer> onward) {
        this.codecs = codecs;
        this.ear = ear;
        this.turns = turns;
        this.everyNanos = every.toNanos();
        this.onward = onward;
    }

    /** Two streams of a call. */
    public static void join(ListenedStream one, ListenedStream other) {
        one.opposite = other;
        other.opposite = one;
    }

    @Override
    public void said(ByteBuffer packet, Optional<Encoding> encoding, long nanos) {
        var back = opposite;
        if (back == null || !back.tells(nanos))
            return;
        encoding.flatMap(it -> codecs.of(it.name())).ifPresent(codec -> {
            var payload = RtpPacket.payload(packet);
            if (payload.hasRemaining())
                ear.take(codec, packet, ByteBuffer.allocate(payload.remaining()).put(payload).flip(), nanos);
        });
    }

    /** Whether the other side was told lately that somebody listens. */
    private boolean tells(long nanos) {
        return told && nanos - toldAt <= everyNanos + LATE_NANOS;
    }

    /** With the tone where it is its time. */
    @Override
    public void send(ByteBuffer packet, Optional<Encoding> encoding, long nanos) {
        var codec = encoding.flatMap(it -> codecs.of(it.name()));
        if (codec.isEmpty() || !RtpPacket.payload(packet).hasRemaining()) {
            onward.accept(packet);
            return;
        }
        boolean begins = sounds(nanos);
        var by = layer(codec.get());
        if (PacketLayer.isStateless(codec.get()))
            lay(by, packet, begins, nanos);
        else
            layBeside(by, packet, begins, nanos);
    }

    private ToneLayer layer(AudioCodec codec) {
        var made = layer;
        if (made != null && layerCodec == codec)
            return made;
        endLayer();
        layerCodec = codec;
        return layer = new ToneLayer(codec);
    }

    /** Begins and ends the tone. @return whether it begins with this packet */
    private boolean sounds(long nanos) {
        if (sounding && nanos - begunAt > TONE_NANOS) {
            sounding = false;
            boolean whole = laid && lastAt - firstAt >= LEAST_NANOS;
            if (whole) {
                told = true;
                toldAt = lastAt;
            }
            due = !whole;
            dueAt = begunAt + everyNanos;
        }
        if (sounding || !due && nanos - dueAt < 0)
            return false;
        sounding = true;
        begunAt = nanos;
        laid = false;
        return true;
    }

    private void lay(ToneLayer by, ByteBuffer packet, boolean begins, long nanos) {
        if (begins)
            by.begin();
        var with = sounding ? by.lay(packet) : Optional.<ByteBuffer>empty();
        if (with.isPresent())
            laid(nanos);
        onward.accept(with.orElse(packet));
    }

    /** Codecs that remember see each packet; only what has the tone takes the longer way. */
    private void layBeside(ToneLayer by, ByteBuffer packet, boolean begins, long nanos) {
        var copy = PacketLayer.copy(packet);
        if (!sounding) {
            turns.offer(() -> by.follow(copy));
            onward.accept(packet);
            return;
        }
        boolean taken = turns.offer(() -> {
            if (begins)
                by.begin();
            var with = by.lay(copy);
            turns.back(() -> {
                if (with.isPresent())
                    laid(nanos);
                onward.accept(with.orElse(copy.rewind()));
            });
        });
        if (!taken)
            onward.accept(packet);
    }

    private void laid(long nanos) {
        if (!laid)
            firstAt = nanos;
        laid = true;
        lastAt = nanos;
    }

    private void endLayer() {
        var made = layer;
        layer = null;
        if (made != null)
            turns.last(made::close);
    }

    @Override
    public void end() {
        endLayer();
    }
}
