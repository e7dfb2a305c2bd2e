package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.testkit.SampleLadder;

class PcapWriterTest {
    @Test
    void everyMessageIsAPacketWithItsTimeAndBytes() throws IOException {
        Ladder ladder = SampleLadder.answered();
        List<byte[]> packets = packets(ladder);
        assertEquals(ladder.entries().size(), packets.size());
        for (int i = 0; i < packets.size(); i++) {
            byte[] packet = packets.get(i);
            assertEquals(0x45, packet[0]);
            assertEquals(packet.length, ByteBuffer.wrap(packet).getShort(2));
            assertEquals(ladder.entries().get(i).message(),
                    new String(packet, 28, packet.length - 28, StandardCharsets.UTF_8));
        }
    }

    @Test
    void addressesComeFromTheMessages() throws IOException {
        byte[] toCarrierB = packets(SampleLadder.answered()).get(5);
        assertArrayEquals(new byte[] {(byte) 192, 0, 2, 10, (byte) 198, 51, 100, 8}, Arrays.copyOfRange(toCarrierB, 12,
                20));
        assertEquals(5060, ByteBuffer.wrap(toCarrierB).getShort(20));
        assertEquals(5080, ByteBuffer.wrap(toCarrierB).getShort(22));
    }

    @Test
    void checksumsAddUp() throws IOException {
        var v6 = new Ladder(SampleLadder.CALL, List.of(SampleLadder.entry(0, 0, false, "[2001:db8::5]:5060", "OPTIONS",
                0, "OPTIONS sip:x SIP/2.0\r\n\r\n")));
        byte[] six = packets(v6).getFirst();
        assertEquals(0x60, six[0]);
        assertEquals(0, sum(six, 8, six.length - 8, 17 + six.length - 40));
        for (byte[] packet : packets(SampleLadder.answered())) {
            assertEquals(0, sum(packet, 0, 20, 0));
            assertEquals(0, sum(packet, 12, packet.length - 12, 17 + packet.length - 20));
        }
    }

    @Test
    void namesAndNonsenseGetAStandInAndNeverAskDns() {
        assertTrue(WireAddresses.parse("sip.example.org:5060").isEmpty());
        assertTrue(WireAddresses.parse("").isEmpty());
        assertTrue(WireAddresses.parse("999.1.1.1").isEmpty());
        assertEquals(5060, WireAddresses.parse("10.0.0.1:99999").orElseThrow().port());
        assertEquals(16, WireAddresses.parse("[::1]:5061").orElseThrow().address().length);
        assertEquals(5061, WireAddresses.parse("[::1]:5061").orElseThrow().port());
    }

    private static int sum(byte[] bytes, int offset, int length, long initial) {
        return PcapWriter.checksum(bytes, offset, length, initial);
    }

    private static List<byte[]> packets(Ladder ladder) throws IOException {
        var out = new ByteArrayOutputStream();
        PcapWriter.write(ladder, out);
        var in = ByteBuffer.wrap(out.toByteArray());
        assertEquals(0xA1B2C3D4, in.getInt());
        assertEquals(101, in.getInt(20));
        in.position(24);
        var packets = new ArrayList<byte[]>();
        while (in.hasRemaining()) {
            in.position(in.position() + 8);
            byte[] packet = new byte[in.getInt()];
            assertEquals(packet.length, in.getInt());
            in.get(packet);
            packets.add(packet);
        }
        return packets;
    }
}
