package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.KeyDetector;
import org.trunkline.media.audio.Recorder;
import org.trunkline.media.audio.Sound;
import org.trunkline.media.audio.Tone;
import org.trunkline.media.audio.codec.G711;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.meter.RtpPacket;
import org.trunkline.media.rtp.internal.mix.Mixes;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/**
 * The node as one end of a media line: makes a packet every 20 ms, and takes keys and recordings out of those that come.
 * What it holds is the relay loop's; the mailbox hands it tasks.
 */
final class NodeEnd implements MediaEnd {
    static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();
    private static final int FRAME = Sound.RATE / 50;
    /** A loop that was kept from its work sends so many at once, and then goes on from there. */
    private static final int MOST_LATE = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * How it is joined to the call.
     *
     * @param post has the loop do something, after what was posted before
     * @param send takes a packet of the node's, position 0; its buffer has room for encryption
     */
    record Wires(Consumer<Runnable> post, Consumer<ByteBuffer> send, Consumer<Map<Integer, Encoding>> speak,
            Consumer<NodeEnd> leave, LongSupplier nanos) {}

    /** Where the call may be mixed with others. */
    record Room(CallId call, Mixes mixes) {}

    private record Playing(String id, Sound sound, int times) {}

    private final Wires wires;
    private final Room room;
    private final Listener listener;
    private final ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER + FRAME + MidExtension.MOST + SrtpContext.OVERHEAD);
    private final short[] frame = new short[FRAME];
    private final KeyEvents keys = new KeyEvents();
    private final KeyDetector toneKeys = new KeyDetector();
    private final short[] speech = new short[8 * FRAME];
    private final int ssrc = RANDOM.nextInt();
    private short sequence = (short) RANDOM.nextInt();
    private int timestamp = RANDOM.nextInt();
    /** Written by the loop only. */
    private volatile Format format;
    private boolean started;
    private boolean first = true;
    private boolean closed;
    private long nextAt;
    private @Nullable Playing playing;
    private int turns;
    private @Nullable Sound tone;
    private @Nullable Recorder recorder;
    private @Nullable Runnable afterTone;
    private Mixes.@Nullable Place mixed;

    NodeEnd(Format format, Listener listener, Room room, Wires wires) {
        this.format = format;
        this.room = room;
        this.listener = listener;
        this.wires = wires;
    }

    /** What the node's packets are, by payload type. */
    static Map<Integer, Encoding> encodings(Format format) {
        var voice = new Encoding(format.aLaw() ? "PCMA" : "PCMU", Sound.RATE);
        return format.events() < 0 ? Map.of(format.payloadType(), voice)
                : Map.of(format.payloadType(), voice, format.events(), new Encoding("telephone-event", Sound.RATE));
    }

    // ---- by the mailbox

    @Override
    public void format(Format now) {
        wires.post().accept(() -> {
            format = now;
            if (mixed != null)
                mixed.codec(now.aLaw());
            wires.speak().accept(encodings(now));
        });
    }

    @Override
    public void play(String id, Audio audio, int times) throws AudioException {
        var sound = Sound.of(audio);
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
        var place = room.mixes().join(seat, room.call(), format.aLaw(), payload -> wires.post().accept(() -> mixed(payload)));
        wires.post().accept(() -> {
            left();
            if (closed) {
                place.leave();
                return;
            }
            mixed = place;
            place.codec(format.aLaw());
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
            send();
            nextAt += FRAME_NANOS;
        }
    }

    private void send() {
        fill();
        header();
        for (short sample : frame)
            packet.put(G711.encode(sample, format.aLaw()));
        wires.send().accept(packet.flip());
    }

    private void header() {
        packet.clear();
        packet.put((byte) 0x80).put((byte) (format.payloadType() | (first ? 0x80 : 0))).putShort(sequence++)
                .putInt(timestamp).putInt(ssrc);
        timestamp += FRAME;
        first = false;
    }

    /** What the mix made for this caller. */
    private void mixed(byte[] payload) {
        if (closed || mixed == null || isPlaying())
            return;
        header();
        packet.put(payload);
        wires.send().accept(packet.flip());
    }

    private void fill() {
        var before = tone;
        if (before != null) {
            if (before.read(frame) < FRAME) {
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
        } else if (now.sound().read(frame) < FRAME) {
            now.sound().rewind();
            if (turns++ >= now.times())
                ended(true);
        }
    }

    /** A packet of the caller's, decrypted, position 0. */
    void heard(ByteBuffer rtp) {
        var payload = RtpPacket.payload(rtp);
        if (!closed && payload.hasRemaining())
            heard(rtp.get(1) & 0x7F, rtp.getInt(8), rtp.getInt(4), payload);
        var place = mixed;
        if (place != null && payload.hasRemaining())
            mix(place, rtp, payload);
    }

    private void mix(Mixes.Place place, ByteBuffer rtp, ByteBuffer payload) {
        int type = rtp.get(1) & 0x7F;
        if (type != format.payloadType() && type != 0 && type != 8)
            return;
        boolean aLaw = type == format.payloadType() ? format.aLaw() : type == 8;
        var copy = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
        place.take(aLaw, rtp, copy, wires.nanos().getAsLong());
    }

    private void heard(int type, int source, int at, ByteBuffer payload) {
        if (type == format.events()) {
            keys.heard(source, at, payload).ifPresent(listener::digit);
            return;
        }
        if (format.events() < 0 && type == format.payloadType())
            tones(payload);
        if (recorder != null && (type == format.payloadType() || type == 0 || type == 8)) {
            boolean aLaw = type == format.payloadType() ? format.aLaw() : type == 8;
            if (!recorder.take(source, at, payload, aLaw))
                recorder = null;
        }
    }

    /** A caller that has no telephone-event presses keys as tones. */
    private void tones(ByteBuffer payload) {
        int count = Math.min(payload.remaining(), speech.length);
        for (int i = 0; i < count; i++)
            speech[i] = G711.decode(payload.get(payload.position() + i), format.aLaw());
        toneKeys.hear(speech, count, listener::digit);
    }
}
