package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.KeyDetector;
import org.trunkline.media.audio.Recorder;
import org.trunkline.media.audio.Sound;
import org.trunkline.media.audio.Tone;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.G711;
import org.trunkline.media.audio.codec.LossFollower;
import org.trunkline.media.audio.mix.MixFormat;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.convert.CodingThread;
import org.trunkline.media.rtp.internal.convert.SpokenCodecs;
import org.trunkline.media.rtp.internal.meter.RtpPacket;
import org.trunkline.media.rtp.internal.meter.SequenceGaps;
import org.trunkline.media.rtp.internal.mix.Mixes;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/**
 * The node as one end of a media line: makes a packet every 20 ms, and takes keys and recordings out of those that come.
 * What it holds is the relay loop's; the mailbox hands it tasks.
 */
final class NodeEnd implements MediaEnd {
    static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();
    private static final int FRAMES_OF_SECOND = 50;
    private static final int LARGEST_PAYLOAD = 1275;
    /** A loop that was kept from its work sends so many at once, and then goes on from there. */
    private static final int MOST_LATE = 5;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ConvertibleCodec A_LAW = ConvertibleCodec.TELEPHONE.getFirst();
    private static final ConvertibleCodec MU_LAW = ConvertibleCodec.TELEPHONE.getLast();

    /**
     * How it is joined to the call.
     *
     * @param post has the loop do something, after what was posted before
     * @param send takes a packet of the node's, position 0; its buffer has room for encryption
     */
    record Wires(Consumer<Runnable> post, Consumer<ByteBuffer> send, Consumer<Map<Integer, Encoding>> speak,
            Consumer<NodeEnd> leave, LongSupplier nanos) {}

    /** Where the call may be mixed with others, and what the node speaks. */
    record Room(CallId call, Mixes mixes, SpokenCodecs spoken) {}

    private record Playing(String id, Sound sound, int times) {}

    private final Wires wires;
    private final Room room;
    private final Listener listener;
    private final ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER + LARGEST_PAYLOAD + MidExtension.MOST + SrtpContext.OVERHEAD);
    private short[] frame = new short[Sound.RATE / FRAMES_OF_SECOND];
    private int frameRate = Sound.RATE;
    private final SequenceGaps gaps = new SequenceGaps();
    private final KeyEvents keys = new KeyEvents();
    private final KeyDetector toneKeys = new KeyDetector();
    private int ssrc = RANDOM.nextInt();
    private short sequence = (short) RANDOM.nextInt();
    private int timestamp = RANDOM.nextInt();
    /** Written by the loop only. */
    private volatile Format format;
    private volatile EndVoice voice;
    private boolean started;
    private boolean first = true;
    private volatile boolean closed;
    private long nextAt;
    private @Nullable Playing playing;
    private int turns;
    private @Nullable Sound tone;
    private @Nullable Recorder recorder;
    private @Nullable Runnable afterTone;
    private Mixes.@Nullable Place mixed;
    private final LossFollower loss = new LossFollower();
    private EncoderTuning tuning = EncoderTuning.UNKNOWN;

    NodeEnd(Format format, Listener listener, Room room, Wires wires) {
        this.format = format;
        this.room = room;
        this.listener = listener;
        this.wires = wires;
        this.voice = voice(format);
    }

    /** @throws IllegalArgumentException if the node does not speak it */
    private EndVoice voice(Format of) {
        var codec = room.spoken().of(of.voice().encoding()).orElseThrow(() -> new IllegalArgumentException(of.toString()));
        boolean simple = codec.sampleRate() == Sound.RATE;
        return new EndVoice(of, codec, simple ? CodingThread.HERE : room.spoken().begin(), wires.post());
    }

    private void end(EndVoice before) {
        before.close();
        if (before.isWide())
            room.spoken().end();
    }

    /** What the node's packets are, by payload type. */
    static Map<Integer, Encoding> encodings(Format format) {
        var voice = format.voice();
        return format.events().map(keys -> Map.of(voice.payloadType(), voice.encoding(), keys.payloadType(), keys.encoding()))
                .orElseGet(() -> Map.of(voice.payloadType(), voice.encoding()));
    }

    /** Any thread. */
    boolean isOpen() {
        return !closed;
    }

    // ---- by the mailbox

    @Override
    public void format(Format now) {
        wires.post().accept(() -> {
            if (!closed)
                change(now);
        });
    }

    private void change(Format now) {
        if (!now.equals(format)) {
            var before = voice;
            var next = voice(now);
            format = now;
            voice = next;
            end(before);
            if (next.clockRate() != before.clockRate()) { // RFC 7160 §4.1
                ssrc = RANDOM.nextInt();
                first = true;
            }
            if (mixed != null)
                mixed.format(next.mixed());
            next.tune(tuning);
        }
        wires.speak().accept(encodings(now));
    }

    @Override
    public void play(String id, Audio audio, int times) throws AudioException {
        var sound = Sound.of(audio, voice.mixed().rate());
        wires.post().accept(() -> {
            ended(false);
            playing = new Playing(id, sound, times);
            turns = 1;
        });
    }

    @Override
    public void stopPlaying() {
        wires.post().accept(() -> ended(false));
    }

    @Override
    public void record(String id, Path file, Duration longest, boolean withTone) {
        wires.post().accept(() -> {
            stopped();
            Runnable begin = () -> recorder = new Recorder(file, longest, new Recorder.Listener() {
                @Override
                public void recorded(Duration length) {
                    listener.recorded(id, length);
                }

                @Override
                public void failed(String reason) {
                    listener.notRecorded(id, reason);
                }
            });
            if (withTone) {
                tone = Tone.beforeRecording();
                afterTone = begin;
            } else {
                begin.run();
            }
        });
    }

    @Override
    public void stopRecording() {
        wires.post().accept(this::stopped);
    }

    @Override
    public void join(Seat seat) throws MediaUnavailableException {
        var place = room.mixes().join(seat, room.call(), voice.mixed(),
                (as, payload) -> wires.post().accept(() -> mixed(as, payload)));
        wires.post().accept(() -> {
            left();
            if (closed) {
                place.leave();
                return;
            }
            mixed = place;
            place.format(voice.mixed());
            place.tune(tuning);
        });
    }

    @Override
    public void leave() {
        wires.post().accept(this::left);
    }

    @Override
    public void close() {
        wires.post().accept(this::shut);
    }

    // ---- by the loop

    private void shut() {
        if (closed)
            return;
        closed = true;
        ended(false);
        stopped();
        left();
        end(voice);
        wires.leave().accept(this);
    }

    private void left() {
        if (mixed != null)
            mixed.leave();
        mixed = null;
    }

    private boolean isPlaying() {
        return playing != null || tone != null;
    }

    private void ended(boolean whole) {
        var was = playing;
        playing = null;
        if (was != null)
            listener.played(was.id(), whole);
    }

    private void stopped() {
        var begin = afterTone;
        afterTone = null;
        tone = null;
        if (begin != null)
            begin.run(); // it was stopped before it began: a file without sound
        if (recorder != null)
            recorder.stop();
        recorder = null;
    }

    /** Sends what is due. */
    void tick(long nanos) {
        if (closed)
            return;
        if (!started || nanos - nextAt > MOST_LATE * FRAME_NANOS)
            nextAt = nanos;
        started = true;
        if (mixed != null && !isPlaying()) { // the mix makes its packets
            nextAt = nanos + FRAME_NANOS;
            return;
        }
        while (nanos - nextAt >= 0) {
            say();
            nextAt += FRAME_NANOS;
        }
    }

    private void say() {
        var by = voice;
        fill();
        by.say(by.isWide() ? frame.clone() : frame, frameRate, payload -> {
            if (by == voice)
                send(payload);
        });
    }

    private void send(byte[] payload) {
        if (closed)
            return;
        packet.clear();
        packet.put((byte) 0x80).put((byte) (format.voice().payloadType() | (first ? 0x80 : 0))).putShort(sequence++)
                .putInt(timestamp).putInt(ssrc).put(payload);
        timestamp += voice.packetUnits();
        first = false;
        wires.send().accept(packet.flip());
    }

    /** What the mix made for this caller. */
    private void mixed(MixFormat as, byte[] payload) {
        if (mixed != null && !isPlaying() && as.equals(voice.mixed()))
            send(payload);
    }

    /** The caller reports what it lost of a source. @param fraction in 256ths */
    void heardLoss(int source, int fraction, long nanos) {
        if (closed || source != ssrc)
            return;
        tuning = loss.report(fraction, nanos);
        voice.tune(tuning);
        if (mixed != null)
            mixed.tune(tuning);
    }

    /** The next 20 ms of what is played, at its rate. */
    private void fill() {
        var sound = tone != null ? tone : playing == null ? null : playing.sound();
        frameOf(sound == null ? frameRate : sound.rate());
        var before = tone;
        if (before != null) {
            if (before.read(frame) < frame.length) {
                tone = null;
                var begin = afterTone;
                afterTone = null;
                if (begin != null)
                    begin.run();
            }
            return;
        }
        var now = playing;
        if (now == null) {
            Arrays.fill(frame, (short) 0);
        } else if (now.sound().read(frame) < frame.length) {
            now.sound().rewind();
            if (turns++ >= now.times())
                ended(true);
        }
    }

    private void frameOf(int rate) {
        if (rate == frameRate)
            return;
        frame = new short[rate / FRAMES_OF_SECOND];
        frameRate = rate;
    }

    /** A packet of the caller's, decrypted, position 0. */
    void heard(ByteBuffer rtp) {
        var payload = RtpPacket.payload(rtp);
        if (!closed && payload.hasRemaining())
            heard(rtp, gaps.before(rtp), payload);
        var place = mixed;
        if (place != null && payload.hasRemaining())
            mix(place, rtp, payload);
    }

    private void mix(Mixes.Place place, ByteBuffer rtp, ByteBuffer payload) {
        codec(rtp.get(1) & 0x7F).ifPresent(codec -> place.take(codec, rtp, copy(payload), wires.nanos().getAsLong()));
    }

    /** What a packet holds; some phones send G.711 of the other law than agreed. */
    private Optional<AudioCodec> codec(int type) {
        if (type == format.voice().payloadType())
            return Optional.of(voice.codec());
        return type == MU_LAW.payloadType() ? room.spoken().of(MU_LAW.encoding())
                : type == A_LAW.payloadType() ? room.spoken().of(A_LAW.encoding()) : Optional.empty();
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
    }

    private void heard(ByteBuffer rtp, int lost, ByteBuffer payload) {
        int type = rtp.get(1) & 0x7F;
        int source = rtp.getInt(8);
        int at = rtp.getInt(4);
        if (format.events().filter(events -> events.payloadType() == type).isPresent()) {
            keys.heard(source, at, payload).ifPresent(listener::digit);
            return;
        }
        boolean agreed = type == format.voice().payloadType();
        boolean keysAreTones = format.events().isEmpty() && agreed;
        if (!keysAreTones && recorder == null)
            return;
        if (agreed) {
            int clockRate = voice.clockRate();
            voice.hear(voice.isWide() ? copy(rtp.slice(0, rtp.limit())) : rtp, lost, (from, samples) -> {
                if (keysAreTones) // of a caller that has no telephone-event
                    toneKeys.hear(samples, samples.length, listener::digit);
                record(source, from, clockRate, samples);
            });
        } else if (type == MU_LAW.payloadType() || type == A_LAW.payloadType()) {
            var samples = new short[payload.remaining()];
            for (int i = 0; i < samples.length; i++)
                samples[i] = G711.decode(payload.get(payload.position() + i), type == A_LAW.payloadType());
            record(source, at, Sound.RATE, samples);
        }
    }

    private void record(int source, int at, int clockRate, short[] samples) {
        if (recorder != null && !recorder.take(source, at, clockRate, samples, samples.length))
            recorder = null;
    }
}
