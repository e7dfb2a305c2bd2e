package org.trunkline.media.rtp.internal.convert;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.LossFollower;
import org.trunkline.media.rtp.internal.meter.RtpPacket;

/** Has what one side sends converted by a thread of the converters, and counts what comes of it. Touched by the relay loop only, but for {@link #close}. */
public final class Converter {
    /** Of silence, since the codec of a plug-in fails. */
    public static final Duration LONGEST_FAILURE = Duration.ofSeconds(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Conversion how;
    private final ConverterThread thread;
    private final ConvertedStream stream;
    private final int ssrc = RANDOM.nextInt();
    private final LossFollower loss = new LossFollower();
    /** That the stream has, or gets by what waits. */
    private EncoderTuning tuned = EncoderTuning.UNKNOWN;
    private long packets;
    private long octets;
    private int timestamp;
    private long sentAt;

    /** What was sent, for a sender report (RFC 3550 §6.4.1). @param timestamp at that time */
    public record Sent(int ssrc, int timestamp, long packets, long octets) {}

    /** @param out has the relay loop send a packet; called by the thread */
    Converter(Conversion how, Function<Encoding, Optional<AudioCodec>> codecs, ConverterThread thread, BiConsumer<Converter, ByteBuffer> out) {
        this.how = how;
        this.thread = thread;
        stream = new ConvertedStream(how, codecs, ssrc, packet -> out.accept(this, packet));
    }

    /** Of what it makes. */
    public int ssrc() {
        return ssrc;
    }

    /** Whether such packets are to be converted. */
    public boolean takes(ByteBuffer packet) {
        return how.from().containsKey(packet.get(1) & 0x7F);
    }

    /** @param packet is copied @param nanos when it came @return false where the thread has too much to do */
    public boolean take(ByteBuffer packet, long nanos) {
        var copy = ByteBuffer.allocate(packet.limit()).put(packet.slice(0, packet.limit())).flip();
        return thread.offer(() -> stream.take(copy, nanos));
    }

    /** For how long nothing but silence has come of what was taken. */
    public Duration failing() {
        return stream.failing();
    }

    /** Nothing is converted any more; what waits is dropped. Any thread. */
    public void close() {
        thread.last(stream::close);
    }

    /** A packet goes out. */
    public void sends(ByteBuffer packet, long nanos) {
        packets++;
        octets += packet.limit() - RtpPacket.HEADER;
        timestamp = packet.getInt(4);
        sentAt = nanos;
    }

    public Sent sent(long nanos) {
        return new Sent(ssrc, timestamp + (int) ((nanos - sentAt) * (clockRate() / 1e9)), packets, octets);
    }

    private int clockRate() {
        return how.to().encoding().clockRate();
    }

    /** A listener reports what it lost of that (RFC 3550 §6.4.1). @param fraction in 256ths */
    public void heardLoss(int fraction, long nanos) {
        var tuning = loss.report(fraction, nanos);
        if (!tuning.equals(tuned) && thread.offer(() -> stream.tune(tuning))) // where there is no room the next report will do
            tuned = tuning;
    }

    /** Jitter that a listener reports, in the clock of what was converted. */
    public long heardJitter(long units, int sourceClockRate) {
        return units * sourceClockRate / clockRate();
    }
}
