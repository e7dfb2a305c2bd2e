package org.trunkline.media.rtp.internal.convert;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.Transcoder;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.meter.PayloadTypes;
import org.trunkline.media.rtp.internal.meter.RtpPacket;
import org.trunkline.media.rtp.internal.meter.SequenceGaps;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/**
 * Makes one RTP stream out of another: its own source, sequence and clock. Packets are converted as they come, so that nothing
 * is delayed but by what fills a packet. A short loss is concealed, a pause stays a pause. Keys keep their events; comfort noise
 * becomes a pause. Not thread-safe.
 */
final class ConvertedStream implements AutoCloseable {
    /** Of loss that is concealed. */
    private static final int MOST_CONCEALED_MILLIS = 100;
    /** Of the time between two packets that counts as silence; more is a pause, as of hold, mute or a codec that saves them. */
    private static final Duration LONGEST_BETWEEN = Duration.ofSeconds(1);
    private static final int LARGEST_PAYLOAD = 1275;
    private static final int EVENT = 4;
    private static final int LONGEST_EVENT = 0xFFFF;

    private final Conversion how;
    private final Map<Integer, AudioCodec> from = new HashMap<>(2);
    private final Optional<AudioCodec> to;
    private final Consumer<ByteBuffer> out;
    private final int ssrc;
    private final int frame;
    private final Map<Integer, Transcoder> transcoders = new HashMap<>(2);
    private final SequenceGaps gaps = new SequenceGaps();
    private @Nullable Transcoder speaking;
    private EncoderTuning tuning = EncoderTuning.UNKNOWN;
    private boolean begun;
    private boolean closed;
    private volatile @Nullable Run failing;
    /** Where the source's clock will be after what was taken. */
    private int expected;
    private short sequence;
    /** Of the next packet of sound. */
    private int timestamp;
    private boolean marked;
    private boolean inEvent;
    private int eventFrom;
    private int eventAt;

    /** @param codecs what can be converted @param out takes each packet, position 0, with room for encryption */
    ConvertedStream(Conversion how, Function<Encoding, Optional<AudioCodec>> codecs, int ssrc, Consumer<ByteBuffer> out) {
        this.how = how;
        how.from().forEach((type, encoding) -> codecs.apply(encoding).ifPresent(codec -> from.put(type, codec)));
        to = codecs.apply(how.to().encoding());
        this.ssrc = ssrc;
        this.out = out;
        frame = (int) (how.to().encoding().clockRate() * how.packet().toMillis() / 1000);
    }

    /** Packets one after another of which only silence comes, since the codec of a plug-in fails. @param silent of which a pause is no part */
    private record Run(long last, long silent) {}

    /** A whole packet of the source. @param nanos when it came */
    void take(ByteBuffer packet, long nanos) {
        int type = packet.get(1) & 0x7F;
        var encoding = how.from().get(type);
        if (closed || encoding == null)
            return;
        int at = packet.getInt(4);
        int lost = gaps.before(packet);
        if (lost < 0)
            return; // late, or twice
        if (gaps.begins())
            begin(at, encoding);
        var payload = RtpPacket.payload(packet);
        var codec = from.get(type);
        if (codec != null && to.isPresent())
            voice(transcoder(type, codec, to.get()), encoding, payload, at, lost, nanos);
        else if (codec != null || !PayloadTypes.isAside(encoding))
            answers(false, nanos); // the codec of a plug-in has gone since the offer
        else if (encoding.name().equalsIgnoreCase("telephone-event"))
            event(payload, at, encoding, (packet.get(1) & 0x80) != 0);
    }

    private void begin(int at, Encoding encoding) {
        if (begun)
            pause(0, encoding);
        begun = true;
        expected = at;
        marked = true;
        inEvent = false;
    }

    private Transcoder transcoder(int type, AudioCodec codec, AudioCodec wanted) {
        var one = transcoders.computeIfAbsent(type, _ -> tuned(new Transcoder(codec, how.parameters().from().getOrDefault(type, ""), wanted,
                how.parameters().to(), (int) how.packet().toMillis())));
        if (speaking != null && speaking != one)
            speaking.drop();
        speaking = one;
        return one;
    }

    private Transcoder tuned(Transcoder fresh) {
        fresh.tune(tuning);
        return fresh;
    }

    /** The listener's loss is that from now on. */
    void tune(EncoderTuning now) {
        if (closed || now.equals(tuning))
            return;
        tuning = now;
        transcoders.values().forEach(each -> each.tune(now));
    }

    private void answers(boolean sounds, long nanos) {
        var before = failing;
        failing = sounds ? null : before == null ? new Run(nanos, 0)
                : new Run(nanos, before.silent() + Math.min(nanos - before.last(), LONGEST_BETWEEN.toNanos()));
    }

    /** For how long only silence has come of what was taken; pauses say nothing of it. Any thread. */
    Duration failing() {
        var run = failing;
        return run == null ? Duration.ZERO : Duration.ofNanos(run.silent());
    }

    private void voice(Transcoder by, Encoding encoding, ByteBuffer payload, int at, int lost, long nanos) {
        inEvent = false;
        int gap = at - expected;
        long missing = (long) gap * by.rate() / encoding.clockRate();
        if (gap > 0 && lost > 0 && missing <= (long) by.rate() * MOST_CONCEALED_MILLIS / 1000) {
            by.conceal(payload, (int) missing);
            send(by);
        } else if (gap != 0) {
            pause(gap, encoding);
        }
        int count = by.decode(payload);
        expected = at + (int) ((long) count * encoding.clockRate() / by.rate());
        send(by);
        answers(by.answers(), nanos);
    }

    private void send(Transcoder from) {
        var packet = packet();
        while (from.encode(packet)) {
            boolean sent = packet.position() > RtpPacket.HEADER;
            if (sent) {
                header(packet, how.to(), marked, timestamp);
                out.accept(packet.flip());
                packet = packet();
            }
            marked = !sent; // after a pause
            timestamp += frame;
        }
    }

    /** Nothing was said for a while: the clock goes on, and what did not fill a packet is not sent. @param units of the source's clock */
    private void pause(int units, Encoding of) {
        if (speaking != null)
            timestamp += (int) ((long) speaking.drop() * how.to().encoding().clockRate() / speaking.rate());
        timestamp += Math.max(0, scaled(units, of));
        marked = true;
    }

    private int scaled(int units, Encoding from) {
        return (int) ((long) units * how.to().encoding().clockRate() / from.clockRate());
    }

    /** A key (RFC 4733 §2.3): the same event, on the clock of this stream. */
    private void event(ByteBuffer payload, int at, Encoding encoding, boolean begins) {
        Optional<Format> to = how.events();
        if (to.isEmpty() || payload.remaining() < EVENT)
            return;
        if (!inEvent || at != eventFrom) {
            pause(at - expected, encoding);
            expected = at;
            eventFrom = at;
            eventAt = timestamp;
            inEvent = true;
        }
        int first = payload.position();
        int lasts = (payload.getShort(first + 2) & 0xFFFF) * (to.get().encoding().clockRate() / 1000) / (encoding.clockRate() / 1000);
        var packet = packet();
        packet.put(payload.get(first)).put(payload.get(first + 1)).putShort((short) Math.min(LONGEST_EVENT, lasts));
        header(packet, to.get(), begins, eventAt);
        out.accept(packet.flip());
    }

    /** Packets that come later are dropped. */
    @Override
    public void close() {
        closed = true;
        transcoders.values().forEach(Transcoder::close);
        transcoders.clear();
    }

    private static ByteBuffer packet() {
        return ByteBuffer.allocate(RtpPacket.HEADER + LARGEST_PAYLOAD + MidExtension.MOST + SrtpContext.OVERHEAD).position(RtpPacket.HEADER);
    }

    private void header(ByteBuffer packet, Format format, boolean mark, int at) {
        packet.put(0, (byte) 0x80).put(1, (byte) (format.payloadType() | (mark ? 0x80 : 0))).putShort(2, sequence++).putInt(4, at)
                .putInt(8, ssrc);
    }
}
