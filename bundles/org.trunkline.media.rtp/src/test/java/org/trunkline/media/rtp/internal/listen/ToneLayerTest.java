package org.trunkline.media.rtp.internal.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.media.audio.codec.AudioCodecs;

class ToneLayerTest {
    /** Listening has ended while packets wait for a busy thread: the other side gets them, and no freed memory is used. */
    @Test
    void whatWaitsForAClosedLayerStaysAsItIs() {
        for (var codecs : List.of(AudioCodecs.standard(), AudioCodecs.inJava())) {
            var opus = codecs.of("opus").orElseThrow();
            var packet = ByteBuffer.allocate(1500).put((byte) 0x80).put((byte) 111).putShort((short) 1).putInt(960).putInt(7);
            opus.encoder(48_000).encode(new short[960], 0, 960, packet);
            packet.flip();
            var layer = new ToneLayer(opus);
            layer.begin();
            assertTrue(layer.lay(packet).isPresent());
            layer.close();
            layer.follow(packet);
            assertEquals(Optional.empty(), layer.lay(packet));
        }
    }
}
