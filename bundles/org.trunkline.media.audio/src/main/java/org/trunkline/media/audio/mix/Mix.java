package org.trunkline.media.audio.mix;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.audio.Sound;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.Resampler;

/**
 * The sound of several callers: each hears all others and not himself. What members hear who do not speak is encoded once for
 * each format and loss. Sums are made at 8 kHz, 16 kHz or both, as the members' formats need them, and clip softly.
 *
 * <p><b>Threads:</b> {@link #tick} every 20 ms on one thread, which also calls the members' sinks and {@link #end}; all else by any.
 */
public final class Mix {
    /** Members of one mix. */
    public static final int MOST = 32;
    static final int FRAME_MILLIS = 20;
    static final int NARROW = MixFormat.NARROW;
    static final int WIDE = MixFormat.WIDE;
    private static final int LARGEST_PAYLOAD = 1275;
    private static final int KNEE = 24_576;

    private final List<MixMember> members = new ArrayList<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Map<Shared, MixOutput> shared = new HashMap<>(4);
    private final int[] narrow = new int[NARROW * FRAME_MILLIS / 1000];
    private final int[] wide = new int[WIDE * FRAME_MILLIS / 1000];
    private final short[] toneNarrow = new short[narrow.length];
    private final short[] toneWide = new short[wide.length + 2];
    private final Resampler toneUp = new Resampler(NARROW, WIDE);
    private @Nullable Sound tone;
    private volatile int size;

    /**
     * @param format of what the member hears
     * @param speaks whether the others hear it
     * @param sink takes each payload, with the format that it has
     */
    public MixMember join(MixFormat format, boolean speaks, BiConsumer<MixFormat, byte[]> sink) {
        var member = new MixMember(format, speaks, sink);
        tasks.add(() -> {
            members.add(member);
            size = members.size();
        });
        return member;
    }

    /** Again does nothing. */
    public void leave(MixMember member) {
        tasks.add(() -> {
            if (members.remove(member))
                member.close();
            size = members.size();
        });
    }

    /** All hear it, instead of one that is played. */
    public void play(Sound sound) {
        tasks.add(() -> tone = sound);
    }

    /** Members at the last tick. */
    public int size() {
        return size;
    }

    /** Whether nobody is here, nor about to come. */
    public boolean isEmpty() {
        return size == 0 && tasks.isEmpty();
    }

    /** Makes the next 20 ms. */
    public void tick() {
        for (var task = tasks.poll(); task != null; task = tasks.poll())
            task.run();
        boolean narrowHeard = false;
        boolean wideHeard = false;
        for (var member : members) {
            narrowHeard |= member.rate() == NARROW;
            wideHeard |= member.rate() == WIDE;
        }
        Arrays.fill(narrow, 0);
        Arrays.fill(wide, 0);
        for (var member : members)
            member.hear(narrowHeard ? narrow : null, wideHeard ? wide : null);
        tone(wideHeard);
        shared.values().removeIf(MixOutput::endsIdle);
        for (var member : members)
            member.say(member.isVoiced() || !member.format().isShared() ? member.encode(sum(member)) : forAll(member));
        if (members.isEmpty())
            close();
    }

    /** Frees the coders of all members that are still here: no tick follows. */
    public void end() {
        for (var task = tasks.poll(); task != null; task = tasks.poll())
            task.run();
        members.forEach(MixMember::close);
        members.clear();
        size = 0;
        close();
    }

    private void tone(boolean wideHeard) {
        var playing = tone;
        if (playing == null)
            return;
        if (playing.read(toneNarrow) < toneNarrow.length)
            tone = null;
        for (int i = 0; i < narrow.length; i++)
            narrow[i] += toneNarrow[i] / 2;
        if (!wideHeard)
            return;
        int made = toneUp.convert(toneNarrow, toneNarrow.length, toneWide, 0);
        for (int i = 0; i < Math.min(made, wide.length); i++)
            wide[i] += toneWide[i] / 2;
    }

    private int[] sum(MixMember member) {
        return member.rate() == NARROW ? narrow : wide;
    }

    private List<byte[]> forAll(MixMember member) {
        member.endOwn();
        return shared.computeIfAbsent(member.shared(), MixOutput::of).encode(sum(member));
    }

    private void close() {
        shared.values().forEach(MixOutput::close);
        shared.clear();
    }

    /** Above 3/4 of full scale the sum is bent, never cut. */
    static short soft(int sum) {
        int size = Math.abs(sum);
        if (size <= KNEE)
            return (short) sum;
        int room = Short.MAX_VALUE - KNEE;
        int over = size - KNEE;
        int bent = KNEE + (int) ((long) room * over / (room + over));
        return (short) (sum < 0 ? -bent : bent);
    }

    /** Members that do not speak and agree in this hear the same payloads. */
    record Shared(MixFormat format, EncoderTuning tuning) {}

    /** One encoder, and what it made of this tick. */
    static final class MixOutput {
        private final AudioCodec.Encoder encoder;
        private final int frame;
        private final int packet;
        private final short[] samples;
        private final ByteBuffer payload = ByteBuffer.allocate(LARGEST_PAYLOAD);
        private EncoderTuning tuning = EncoderTuning.UNKNOWN;
        private int waiting;
        private @Nullable List<byte[]> made;

        MixOutput(MixFormat format) {
            encoder = format.encoder();
            frame = format.rate() * FRAME_MILLIS / 1000;
            packet = format.rate() * format.packetMillis() / 1000;
            samples = new short[Math.max(frame, packet)];
        }

        static MixOutput of(Shared listeners) {
            var output = new MixOutput(listeners.format());
            output.tune(listeners.tuning());
            return output;
        }

        void tune(EncoderTuning now) {
            if (!now.equals(tuning))
                encoder.tune(now);
            tuning = now;
        }

        /** Begins a tick, or frees the encoder where it had no listener: after a gap it would go on from sound that is long over. */
        boolean endsIdle() {
            boolean ends = made == null;
            made = null;
            if (ends)
                close();
            return ends;
        }

        List<byte[]> encode(int[] sum) {
            var before = made;
            return before == null ? made = encode(sum, null) : before;
        }

        /** @param own left out of the sum @return payloads that are whole */
        List<byte[]> encode(int[] sum, short @Nullable [] own) {
            for (int i = 0; i < frame; i++)
                samples[waiting + i] = soft(own == null ? sum[i] : sum[i] - own[i]);
            waiting += frame;
            if (waiting < packet)
                return List.of();
            var payloads = new ArrayList<byte[]>(2);
            for (int from = 0; from < waiting; from += packet)
                payloads.add(encode(from));
            waiting = 0;
            return payloads;
        }

        private byte[] encode(int from) {
            payload.clear();
            encoder.encode(samples, from, packet, payload);
            return Arrays.copyOf(payload.array(), payload.position());
        }

        void close() {
            encoder.close();
        }
    }
}
