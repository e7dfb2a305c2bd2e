package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.mix.MixFormat;
import org.trunkline.media.audio.mix.Voices;
import org.trunkline.media.rtp.internal.convert.Converters;
import org.trunkline.media.rtp.internal.lay.PacketLayer;
import org.trunkline.media.rtp.internal.lay.Passage;
import org.trunkline.media.rtp.internal.meter.RtpPacket;

/**
 * The sound of one of the calls of a phone that were brought together: what its far side says is said to those of the others too, and what
 * the phone says to it gets what these say laid over it. <b>Threads:</b> any; its passages by the relay loop, its coders by a thread of the
 * converters.
 */
final class JoinedCall {
    private final RelayLoop loop;
    private final Side phone;
    private final Side far;
    private final AudioCodecs codecs;
    private final Converters.Turns turns;
    private final Voices voices = new Voices(MixFormat.NARROW);
    /** Where the far side of this call is heard. */
    private final Map<JoinedCall, Voices.Voice> heardAt = new ConcurrentHashMap<>();

    private JoinedCall(RelayLoop loop, Side phone, Side far, Converters converters) {
        this.loop = loop;
        this.phone = phone;
        this.far = far;
        codecs = converters.audio();
        turns = converters.turns(loop::post);
    }

    static JoinedCall of(RelayLoop loop, RelayedLine line, LegSide phone, Converters converters) {
        return new JoinedCall(loop, line.of(phone).relay(), line.of(phone.other()).relay(), converters);
    }

    /** Each hears the other from now on. */
    static void meet(JoinedCall one, JoinedCall other) {
        one.heardAt.put(other, other.voices.join());
        other.heardAt.put(one, one.voices.join());
    }

    /** Neither hears the other any more. */
    static void part(JoinedCall one, JoinedCall other) {
        one.silentAt(other);
        other.silentAt(one);
    }

    private void silentAt(JoinedCall other) {
        var voice = heardAt.remove(other);
        if (voice != null)
            other.turns.last(() -> other.voices.leave(voice));
    }

    void begin() {
        loop.post(() -> {
            phone.lead(new Outward(), () -> { });
            far.lead(new Inward(), () -> { });
        });
    }

    void end() {
        loop.post(() -> {
            phone.leadNoMore();
            far.leadNoMore();
        });
        turns.last(voices::close);
    }

    private Optional<AudioCodec> codec(Optional<Encoding> encoding) {
        return encoding.flatMap(it -> codecs.of(it.name()));
    }

    /** From the far side to the phone, as it is; the others hear a copy. */
    private final class Inward implements Passage {
        @Override
        public void said(ByteBuffer packet, Optional<Encoding> encoding, long nanos) {
            var codec = codec(encoding);
            var payload = RtpPacket.payload(packet);
            if (codec.isEmpty() || !payload.hasRemaining())
                return;
            var kept = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
            heardAt.values().forEach(voice -> voice.take(codec.get(), packet.getInt(8), packet.getShort(2), packet.getInt(4), kept.duplicate(), nanos));
        }

        @Override
        public void send(ByteBuffer packet, Optional<Encoding> encoding, long nanos) {
            far.onward(packet);
        }

        @Override
        public void end() {}
    }

    /** From the phone to the far side. All packets take the same way, so that none overtakes another. */
    private final class Outward implements Passage {
        private @Nullable AudioCodec layerCodec;
        private @Nullable PacketLayer layer;

        @Override
        public void said(ByteBuffer packet, Optional<Encoding> encoding, long nanos) {}

        @Override
        public void send(ByteBuffer packet, Optional<Encoding> encoding, long nanos) {
            var by = codec(encoding).filter(_ -> RtpPacket.payload(packet).hasRemaining()).map(this::layer);
            var copy = PacketLayer.copy(packet);
            boolean taken = turns.offer(() -> {
                var laid = by.flatMap(it -> it.lay(copy)).orElseGet(copy::rewind);
                turns.back(() -> phone.onward(laid));
            });
            if (!taken)
                phone.onward(packet);
        }

        private PacketLayer layer(AudioCodec codec) {
            var made = layer;
            if (made != null && layerCodec == codec)
                return made;
            end();
            layerCodec = codec;
            int rate = MixFormat.of(codec).rate(); // what is enough for speech costs less
            return layer = new PacketLayer(codec, codec.makes(rate) ? rate : codec.sampleRate(), voices::add);
        }

        @Override
        public void end() {
            var made = layer;
            layer = null;
            if (made != null)
                turns.last(made::close);
        }
    }
}
