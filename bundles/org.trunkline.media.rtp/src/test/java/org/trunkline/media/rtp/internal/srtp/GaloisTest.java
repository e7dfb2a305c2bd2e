package org.trunkline.media.rtp.internal.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.meter.MediaFuzzTest;

/** GCM by the vectors of RFC 7714 §16 and §17. */
class GaloisTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String LONG_KEY = KEY + "101112131415161718191a1b1c1d1e1f";
    private static final String SALT = "517569642070726f2071756f";
    private static final String RTP_HEADER = "8040f17b8041f8d35501a0b2";
    private static final String RTP = RTP_HEADER + "47616c6c696120657374206f6d6e69732064697669736120696e2070617274657320"
            + "74726573";
    private static final int SSRC = 0x5501A0B2;
    private static final long INDEX = 0xF17B;
    private static final String RTCP = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeef"
            + "deadbeefdeadbeefdeadbeef";
    private static final int MARS = 0x4D617273;
    private static final int RTCP_INDEX = 0x5D4;

    private static GaloisTransform keyed(String key) {
        return new GaloisTransform(HEX.parseHex(key), HEX.parseHex(SALT));
    }

    private static byte[] roomy(String hex) {
        byte[] bytes = HEX.parseHex(hex);
        return Arrays.copyOf(bytes, bytes.length + SrtpContext.OVERHEAD);
    }

    private static void rtp(String key, String expected) {
        byte[] packet = roomy(RTP);
        int length = RTP.length() / 2;
        var transform = keyed(key);
        transform.seal(packet, 12, length, SSRC, INDEX);
        assertEquals(expected, HEX.formatHex(packet, 0, length + 16));
        assertTrue(transform.isGenuine(packet, 12, length, SSRC, INDEX));
        transform.open(packet, 12, length, SSRC, INDEX);
        assertEquals(RTP, HEX.formatHex(packet, 0, length));
        assertFalse(transform.isGenuine(packet, 12, length, SSRC, INDEX), "of another text");
    }

    /** RFC 7714 §16.1.1 and §16.1.2. */
    @Test
    void rtpWithTheShortKey() {
        rtp(KEY, RTP_HEADER + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                + "899d7f27beb16a9152cf765ee4390cce");
    }

    /** RFC 7714 §16.2.1 and §16.2.2. */
    @Test
    void rtpWithTheLongKey() {
        rtp(LONG_KEY, RTP_HEADER + "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
                + "7aa3db36dfffd6b0f9bb7878d7a76c13");
    }

    private static void rtcp(String key, String expected) {
        byte[] packet = roomy(RTCP);
        int length = RTCP.length() / 2;
        int sealed = keyed(key).sealReport(packet, length, MARS, RTCP_INDEX);
        assertEquals(expected, HEX.formatHex(packet, 0, sealed));
        opens(key, expected);
    }

    private static void opens(String key, String sealed) {
        byte[] packet = HEX.parseHex(sealed);
        var transform = keyed(key);
        int word = SrtpTransform.word(packet, transform.wordAt(packet.length));
        assertEquals(RTCP_INDEX, word & ~SrtpTransform.ENCRYPTED);
        assertTrue(transform.isGenuineReport(packet, packet.length, MARS, word));
        int length = transform.openReport(packet, packet.length, MARS, word);
        assertEquals(RTCP, HEX.formatHex(packet, 0, length));
        packet = HEX.parseHex(sealed);
        packet[20] ^= 1;
        assertFalse(transform.isGenuineReport(packet, packet.length, MARS, word));
    }

    /** RFC 7714 §17.1. */
    @Test
    void rtcpWithTheShortKey() {
        rtcp(KEY, "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded"
                + "0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4");
    }

    /** RFC 7714 §17.2. */
    @Test
    void rtcpWithTheLongKey() {
        rtcp(LONG_KEY, "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b"
                + "6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4");
    }

    /** RFC 7714 §17.3: signed, and readable by all. */
    @Test
    void rtcpThatIsNotEncrypted() {
        opens(KEY, RTCP + "841dd9683dd78ec92ae58790125f62b3" + "000005d4");
    }

    /** With the keys derived from master keys, as other implementations write it. */
    @Test
    void aPacketAsOthersWriteIt() {
        byte[] master = HEX.parseHex(KEY + "a0a1a2a3a4a5a6a7a8a9aaab");
        var srtp = new SrtpContext(new SrtpKeys(Suite.AEAD_AES_128_GCM, master, master));
        var packet = buffer("800f1234decafbadcafebabe" + "ab".repeat(16));
        assertTrue(srtp.protect(packet));
        assertEquals("800f1234decafbadcafebabe" + "c5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392",
                content(packet));
        var report = buffer("81c8000bcafebabe" + "ab".repeat(16));
        assertTrue(srtp.protectRtcp(report));
        assertEquals("81c8000bcafebabe" + "c98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446ea31123ba88ce61e80000001",
                content(report));
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.allocate(2048).put(HEX.parseHex(hex)).flip();
    }

    private static String content(ByteBuffer packet) {
        byte[] bytes = new byte[packet.limit()];
        packet.get(0, bytes);
        return HEX.formatHex(bytes);
    }

    @Test
    void anyPacketComesBackAndNoneThatWasChanged() {
        long seed = MediaFuzzTest.SEED;
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var transform = new GaloisTransform(octets(random, random.nextBoolean() ? 16 : 32), octets(random, 12));
            int from = 12 + 4 * random.nextInt(20);
            byte[] plain = octets(random, from + random.nextInt(3000));
            int ssrc = random.nextInt();
            long index = random.nextLong() & 0xFFFF_FFFF_FFFFL;
            byte[] packet = Arrays.copyOf(plain, plain.length + 16);
            transform.seal(packet, from, plain.length, ssrc, index);
            int changed = random.nextInt(packet.length);
            packet[changed] ^= 1;
            assertFalse(transform.isGenuine(packet, from, plain.length, ssrc, index), "seed " + seed + ", packet " + i);
            packet[changed] ^= 1;
            assertTrue(transform.isGenuine(packet, from, plain.length, ssrc, index), "seed " + seed + ", packet " + i);
            transform.open(packet, from, plain.length, ssrc, index);
            assertArrayEquals(plain, Arrays.copyOf(packet, plain.length), "seed " + seed + ", packet " + i);
        }
    }

    private static byte[] octets(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
