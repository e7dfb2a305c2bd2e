package org.trunkline.media.rtp.internal.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.media.rtp.internal.meter.Rtp;
import org.trunkline.media.rtp.internal.meter.StreamMeter;

/** RFC 9143 §9.2, with packets of browsers and of those who try to confuse. */
class BundleDemultiplexerTest {
    private static final int MID = 4;
    private static final int PCMU = 0;
    private static final int VP8 = 96;
    private static final int SENT_AUDIO = 1001;
    private static final int SENT_VIDEO = 1002;

    private final BundleDemultiplexer<String> bundle = new BundleDemultiplexer<>((line, ssrc) ->
            ssrc == (line.equals("audio") ? SENT_AUDIO : line.equals("video") ? SENT_VIDEO : 0));

    @BeforeEach
    void aBundleOfTwo() {
        bundle.add("audio", "a", MID);
        bundle.add("video", "v", MID);
        bundle.types("audio", Set.of(PCMU));
        bundle.types("video", Set.of(VP8));
    }

    private static ByteBuffer rtp(int type, int ssrc) {
        return ByteBuffer.wrap(Rtp.packet(type, 1, 160, ssrc, 20));
    }

    /** With elements of one-byte headers (RFC 8285 §4.2): id, then text. */
    private static ByteBuffer rtp(int type, int ssrc, Object... elements) {
        var data = ByteBuffer.allocate(100);
        for (int i = 0; i < elements.length; i += 2) {
            byte[] text = ((String) elements[i + 1]).getBytes();
            data.put((byte) ((int) elements[i] << 4 | text.length - 1)).put(text);
        }
        return extended(type, ssrc, 0xBEDE, Arrays.copyOf(data.array(), data.position() + 3 & ~3));
    }

    private static ByteBuffer extended(int type, int ssrc, int profile, byte[] data) {
        byte[] plain = Rtp.packet(type, 1, 160, ssrc, 20);
        plain[0] |= 0x10;
        return ByteBuffer.allocate(plain.length + 4 + data.length).put(plain, 0, 12).putShort((short) profile)
                .putShort((short) (data.length / 4)).put(data).put(plain, 12, 20).flip();
    }

    @Test
    void aPayloadTypeOfOneLineTells() {
        assertEquals("audio", bundle.line(rtp(PCMU, 1)));
        assertEquals("video", bundle.line(rtp(VP8, 2)));
        assertNull(bundle.line(rtp(97, 3)), "of no line");
    }

    @Test
    void aPayloadTypeOfTwoLinesDoesNot() {
        bundle.add("screen", "s", MID);
        bundle.types("screen", Set.of(VP8));
        assertNull(bundle.line(rtp(VP8, 2)));
        assertEquals("screen", bundle.line(rtp(VP8, 2, MID, "s")));
        assertEquals("screen", bundle.line(rtp(VP8, 2)), "the source is known now");
        assertNull(bundle.line(rtp(VP8, 3)), "another one is not");
    }

    @Test
    void aNameThatNoLineHasIsNotGuessed() {
        assertNull(bundle.line(rtp(PCMU, 1, MID, "x")));
        assertEquals("audio", bundle.line(rtp(PCMU, 1)), "and nothing was learned of it");
    }

    @Test
    void aNameDoesNotLendAnotherLinesPayloadType() {
        assertNull(bundle.line(rtp(VP8, 1, MID, "a")));
        assertEquals("audio", bundle.line(rtp(PCMU, 1)));
        assertNull(bundle.line(rtp(VP8, 1)), "a source stays on its line");
        assertEquals("video", bundle.line(rtp(VP8, 1, MID, "v")), "until it says otherwise");
        assertNull(bundle.line(rtp(PCMU, 1)));
    }

    @Test
    void anotherSourceOfALineIsTaken() {
        for (int ssrc = 1; ssrc < 500; ssrc++)
            assertEquals("audio", bundle.line(rtp(PCMU, ssrc)));
    }

    @Test
    void sourcesThatAreForgottenAreLearnedAgain() {
        bundle.add("screen", "s", MID);
        bundle.types("screen", Set.of(VP8));
        assertEquals("screen", bundle.line(rtp(VP8, 7, MID, "s")));
        for (int ssrc = 100; ssrc < 100 + BundleDemultiplexer.MOST_SOURCES; ssrc++)
            bundle.line(rtp(PCMU, ssrc));
        assertNull(bundle.line(rtp(VP8, 7)), "no more than so many are remembered");
        assertEquals("screen", bundle.line(rtp(VP8, 7, MID, "s")));
    }

    /** The other side has names of its own. */
    @Test
    void theNameIsTakenOut() {
        var packet = rtp(PCMU, 1, MID, "a");
        assertEquals("audio", bundle.line(packet));
        assertArrayEquals(Rtp.packet(PCMU, 1, 160, 1, 20), bytes(packet), "with the extension, which had nothing else");
        var level = rtp(PCMU, 1, 1, "L", MID, "a");
        int length = level.limit();
        assertEquals("audio", bundle.line(level));
        assertEquals(length, level.limit());
        assertArrayEquals(new byte[] {(byte) 0x10, 'L', 0, 0}, Arrays.copyOfRange(bytes(level), 16, 20), "other elements stay");
        assertEquals(20, StreamMeter.payloadLength(level));
    }

    @Test
    void theNameMayHaveALongHeader() {
        var packet = extended(VP8, 1, 0x1000, new byte[] {0, MID, 1, 'v'});
        assertEquals("video", bundle.line(packet));
        assertArrayEquals(Rtp.packet(VP8, 1, 160, 1, 20), bytes(packet));
    }

    @Test
    void anExtensionThatIsNotWholeNamesNothing() {
        var cut = extended(PCMU, 1, 0xBEDE, new byte[] {0, 0, 0, (byte) (MID << 4 | 15)});
        assertEquals("audio", bundle.line(cut));
        var stopped = extended(VP8, 2, 0xBEDE, new byte[] {(byte) 0xF0, (byte) (MID << 4), 'a', 0});
        assertEquals("video", bundle.line(stopped), "nothing after id 15 counts (RFC 8285 §4.2)");
        assertEquals("audio", bundle.line(extended(PCMU, 3, 0xABCD, new byte[] {MID << 4, 'v', 0, 0})), "of another profile");
        assertEquals("audio", bundle.line(extended(PCMU, 4, 0xBEDE, new byte[0])));
    }

    @Test
    void whateverTheHeaderSaysNothingBreaks() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[12 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x80 | bytes[0] & 0x1F);
            bytes[1] = (byte) (random.nextBoolean() ? PCMU : VP8);
            if (bytes.length > 16) {
                bytes[12] = (byte) 0xBE;
                bytes[13] = (byte) 0xDE;
                bytes[14] = 0;
            }
            var packet = ByteBuffer.wrap(bytes);
            if (StreamMeter.payloadLength(packet) < 0)
                continue;
            bundle.line(packet);
            assertTrue(StreamMeter.payloadLength(packet) >= 0, "seed " + seed);
        }
    }

    @Test
    void aLineThatLeftGetsNothing() {
        assertEquals("video", bundle.line(rtp(VP8, 2)));
        assertFalse(bundle.remove("video"));
        bundle.add("screen", "s", MID);
        assertNull(bundle.line(rtp(VP8, 2)));
        assertNull(bundle.line(rtp(VP8, 2, MID, "v")));
        bundle.remove("screen");
        assertTrue(bundle.remove("audio"));
    }

    private static ByteBuffer roomy(byte[] packet) {
        return ByteBuffer.allocate(packet.length + MidExtension.MOST).put(packet).flip();
    }

    private static byte[] mid(String text) {
        return text.getBytes();
    }

    /** Chromium takes no packet of a bundle without it where it was negotiated. */
    @Test
    void aNameIsWrittenAndRead() {
        for (String name : List.of("a", "1234", "0123456789abcdef")) {
            var packet = roomy(Rtp.packet(PCMU, 1, 160, 1, 20));
            MidExtension.put(packet, MID, mid(name));
            assertEquals(20, StreamMeter.payloadLength(packet));
            assertEquals(name, MidExtension.take(packet, MID));
            assertArrayEquals(Rtp.packet(PCMU, 1, 160, 1, 20), bytes(packet));
        }
    }

    @Test
    void aNameIsWrittenBesideOtherElements() {
        var packet = roomy(bytes(rtp(PCMU, 1, 1, "L")));
        MidExtension.put(packet, MID, mid("v"));
        assertEquals(20, StreamMeter.payloadLength(packet));
        assertArrayEquals(new byte[] {(byte) 0xBE, (byte) 0xDE, 0, 2, MID << 4, 'v', 0, 0, 0x10, 'L', 0, 0}, Arrays.copyOfRange(bytes(packet), 12, 24));
        assertEquals("video", bundle.line(roomy(bytes(withType(packet, VP8)))));
    }

    private static ByteBuffer withType(ByteBuffer packet, int type) {
        return packet.put(1, (byte) type);
    }

    @Test
    void whereThereIsNoRoomOrAnotherExtensionThePacketStays() {
        var full = ByteBuffer.wrap(Rtp.packet(PCMU, 1, 160, 1, 20));
        MidExtension.put(full, MID, mid("a"));
        assertArrayEquals(Rtp.packet(PCMU, 1, 160, 1, 20), bytes(full));
        var other = roomy(bytes(extended(PCMU, 1, 0xABCD, new byte[4])));
        byte[] before = bytes(other);
        MidExtension.put(other, MID, mid("a"));
        assertArrayEquals(before, bytes(other));
    }

    @Test
    void aLineThatIsAloneHasAll() {
        bundle.remove("video");
        assertEquals("audio", bundle.line(rtp(33, 1)));
        var packet = rtp(PCMU, 1, MID, "x");
        assertEquals("audio", bundle.line(packet));
        assertArrayEquals(Rtp.packet(PCMU, 1, 160, 1, 20), bytes(packet));
    }

    private static byte[] bytes(ByteBuffer of) {
        byte[] bytes = new byte[of.limit()];
        of.get(0, bytes);
        return bytes;
    }

    private Map<String, List<byte[]>> reports(byte[]... parts) {
        var got = new LinkedHashMap<String, List<byte[]>>();
        bundle.reports(ByteBuffer.wrap(Rtp.compound(parts)), 20,
                (line, part) -> got.computeIfAbsent(line, _ -> new ArrayList<>()).add(bytes(part)));
        return got;
    }

    private static byte[] feedback(int type, int format, int sender, int about, int... more) {
        var part = ByteBuffer.allocate(12 + 4 * more.length).put((byte) (0x80 | format)).put((byte) type)
                .putShort((short) (2 + more.length)).putInt(sender).putInt(about);
        for (int each : more)
            part.putInt(each);
        return part.array();
    }

    @Test
    void aReportGoesToTheLineOfItsSource() {
        bundle.line(rtp(PCMU, 1));
        bundle.line(rtp(VP8, 2));
        assertEquals(Set.of("video"), reports(Rtp.senderReport(2, 9)).keySet());
        assertEquals(Set.of("audio"), reports(Rtp.receiverReport(77, SENT_AUDIO, 0, 0, 0)).keySet());
        assertEquals(Set.of("video"), reports(feedback(206, 1, 77, SENT_VIDEO)).keySet());
        assertEquals(Set.of("video"), reports(feedback(206, 4, 77, 0, SENT_VIDEO, 0)).keySet(), "RFC 5104 §4.3.1");
        assertEquals(Set.of("video"), reports(feedback(206, 15, 77, 0, 0x52454D42, 0x01000000, SENT_VIDEO)).keySet());
        assertEquals(Set.of("audio"), reports(feedback(205, 15, 77, 78)).keySet(), "about nobody's: to the first");
    }

    /** RFC 3550 §6.1: towards a phone each of them is a compound packet. */
    @Test
    void aPacketAboutTwoLinesIsDivided() {
        bundle.line(rtp(PCMU, 1));
        byte[] report = Rtp.senderReport(1, 9);
        byte[] refresh = feedback(206, 1, 77, SENT_VIDEO);
        var got = reports(report, refresh);
        assertEquals(Set.of("audio", "video"), got.keySet());
        assertArrayEquals(report, got.get("audio").getFirst());
        assertArrayEquals(Rtp.compound(new byte[] {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 77}, refresh), got.get("video").getFirst());
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertFalse(bundle.reports(ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) 201, 0, 9, 1, 2, 3, 4}), 20, (line, part) -> {
            throw new AssertionError(line);
        }));
        assertFalse(bundle.reports(ByteBuffer.allocate(3), 20, (line, part) -> {}));
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            for (int at = 0; at + 4 < bytes.length; at += 8) {
                bytes[at] |= (byte) 0x80;
                bytes[at] &= (byte) 0x9F;
                bytes[at + 1] = (byte) (192 + random.nextInt(20));
                bytes[at + 2] = 0;
                bytes[at + 3] = (byte) random.nextInt(4);
            }
            bundle.reports(ByteBuffer.wrap(bytes), 20, (line, part) -> assertTrue(part.limit() > 0));
        }
    }
}
