package org.trunkline.media.rtp.internal.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.Loopback;
import org.trunkline.media.rtp.internal.Peer;
import org.trunkline.media.rtp.internal.Relay;
import org.trunkline.media.rtp.internal.RtpSession;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** SRTP by the vectors of RFC 3711, and through the relay. */
class SrtpContextTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final byte[] MASTER = bytes("E1F97A0D3E018BE0D64FA32C06DE4139" + "0EC675AD498AFEEBB6960B3AABE6");
    private static final byte[] OTHER = bytes("000102030405060708090A0B0C0D0E0F" + "101112131415161718191A1B1C1D");

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    private static SrtpContext with(Suite suite, byte[] sending, byte[] receiving) {
        return new SrtpContext(new SrtpKeys(suite, sending, receiving));
    }

    private static byte[] master(Suite suite, int from) {
        byte[] octets = new byte[suite.octets()];
        for (int i = 0; i < octets.length; i++)
            octets[i] = (byte) (from * 50 + i);
        return octets;
    }

    private static ByteBuffer buffer(byte[] packet) {
        return ByteBuffer.allocateDirect(2048).put(packet).flip();
    }

    private static byte[] content(ByteBuffer packet) {
        byte[] bytes = new byte[packet.limit()];
        packet.get(0, bytes);
        return bytes;
    }

    /** RFC 3711 B.2. */
    @Test
    void aesCounterMode() {
        var stream = new SrtpKeystream(bytes("2B7E151628AED2A6ABF7158809CF4F3C"))
                .of(bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), 0, 48);
        assertEquals("E03EAD0935C95E80E166B16DD92B4EB4" + "D23513162B02D0F72A43A2FE4A5F97AB"
                + "41E95B3BB0A2E8DD477901E4FCA894C0", HEX.formatHex(stream, 0, 48));
    }

    /** RFC 3711 B.3. */
    @Test
    void keyDerivation() {
        byte[] key = Arrays.copyOf(MASTER, 16);
        byte[] salt = Arrays.copyOfRange(MASTER, 16, 30);
        assertEquals("C61E7A93744F39EE10734AFE3FF7A087", HEX.formatHex(SrtpTransform.derived(key, salt, 0, 16)));
        assertEquals("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", HEX.formatHex(SrtpTransform.derived(key, salt, 1, 20)));
        assertEquals("30CBBC08863D8C85D49DB34A9AE1", HEX.formatHex(SrtpTransform.derived(key, salt, 2, 14)));
    }

    /** The packet that other implementations check themselves by. */
    @Test
    void aPacketAsOthersWriteIt() {
        var packet = buffer(bytes("800F1234DECAFBADCAFEBABE" + "ABABABABABABABABABABABABABABABAB"));
        assertTrue(with(Suite.AES_CM_128_HMAC_SHA1_80, MASTER, OTHER).protect(packet));
        assertEquals("800F1234DECAFBADCAFEBABE" + "4E55DC4CE79978D88CA4D215949D2402" + "B78D6ACC99EA179B8DBB",
                HEX.formatHex(content(packet)));
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void whatIsEncryptedIsReadAgain(Suite suite) {
        var here = with(suite, master(suite, 1), master(suite, 2));
        var there = with(suite, master(suite, 2), master(suite, 1));
        for (int sequence = 65_500; sequence < 65_600; sequence++) { // over the end of the sequence numbers
            byte[] plain = Rtp.voice(sequence & 0xFFFF, 7);
            var packet = buffer(plain);
            assertTrue(here.protect(packet));
            assertEquals(plain.length + suite.tagOctets(), packet.limit());
            assertTrue(there.authentic(packet));
            assertTrue(there.unprotect(packet), "sequence " + sequence);
            assertArrayEquals(plain, content(packet));
        }
        byte[] report = Rtp.senderReport(7, 1);
        var packet = buffer(report);
        assertTrue(here.protectRtcp(packet));
        assertFalse(Arrays.equals(report, 8, 28, content(packet), 8, 28));
        assertTrue(there.unprotectRtcp(packet));
        assertArrayEquals(report, content(packet));
    }

    @Test
    void latePacketsBeforeTheEndOfTheNumbersAreRead() {
        var here = with(Suite.AES_CM_128_HMAC_SHA1_80, MASTER, OTHER);
        var there = with(Suite.AES_CM_128_HMAC_SHA1_80, OTHER, MASTER);
        var first = buffer(Rtp.voice(65_534, 7));
        var late = buffer(Rtp.voice(65_535, 7));
        var next = buffer(Rtp.voice(0, 7));
        here.protect(first);
        here.protect(late);
        here.protect(next);
        assertTrue(there.unprotect(first));
        assertTrue(there.unprotect(next));
        assertTrue(there.unprotect(late));
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void replaysForgeriesAndStrangersAreRefused(Suite suite) {
        var here = with(suite, master(suite, 1), master(suite, 2));
        var there = with(suite, master(suite, 2), master(suite, 1));
        var packet = buffer(Rtp.voice(1, 7));
        here.protect(packet);
        byte[] wire = content(packet);
        for (int i = 0; i < wire.length; i++) {
            byte[] forged = wire.clone();
            forged[i] ^= 1;
            assertFalse(there.unprotect(buffer(forged)), "octet " + i);
        }
        assertTrue(there.unprotect(buffer(wire)));
        assertFalse(there.unprotect(buffer(wire)), "replayed");
        assertFalse(there.unprotect(buffer(Rtp.voice(2, 7))), "plain");
        assertFalse(there.unprotect(buffer(new byte[5])), "short");
        assertFalse(there.unprotectRtcp(buffer(Rtp.senderReport(7, 1))), "plain");
        var report = buffer(Rtp.senderReport(7, 1));
        here.protectRtcp(report);
        byte[] sealed = content(report);
        for (int i = 0; i < sealed.length; i++) {
            byte[] forged = sealed.clone();
            forged[i] ^= 1;
            assertFalse(there.unprotectRtcp(buffer(forged)), "octet " + i + " of the report");
        }
        assertTrue(there.unprotectRtcp(buffer(sealed)));
        assertFalse(there.unprotectRtcp(buffer(sealed)), "replayed");
    }

    /** RFC 3711 §9.1: never two texts under one number. */
    @Test
    void aNumberIsSentOnce() {
        var suite = Suite.AEAD_AES_128_GCM;
        var here = with(suite, master(suite, 1), master(suite, 2));
        assertTrue(here.protect(buffer(Rtp.voice(300, 7))));
        assertFalse(here.protect(buffer(Rtp.voice(300, 7))));
        assertTrue(here.protect(buffer(Rtp.voice(299, 7))), "late");
        assertFalse(here.protect(buffer(Rtp.voice(200, 7))), "too late for the other side");
        for (int source = 100; source < 355; source++)
            assertTrue(here.protect(buffer(Rtp.voice(300, source))));
        assertFalse(here.protect(buffer(Rtp.voice(300, 999))), "one source too many to remember");
        assertFalse(here.protect(buffer(Rtp.voice(300, 7))), "still known");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void encryptingMakesLittleGarbage(Suite suite) {
        long most = suite.isAead() ? 3_000 * 500 : 4 * 500; // the JDK's GCM is set up for each packet
        var here = with(suite, master(suite, 1), master(suite, 2));
        var there = with(suite, master(suite, 2), master(suite, 1));
        var packet = buffer(Rtp.voice(0, 7));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int burst = 0; burst < 200 && least > most; burst++) { // until compiled
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 500; i++) {
                packet.putShort(2, (short) (burst * 500 + i));
                assertTrue(here.protect(packet) && there.unprotect(packet));
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least <= most, "octets for 500 packets: " + least);
    }

    @Test
    void aNewKeyOfTheOtherSideDoesNotResetOurCount() {
        var suite = Suite.AES_CM_128_HMAC_SHA1_80;
        var here = with(suite, MASTER, OTHER);
        var there = with(suite, OTHER, MASTER);
        for (int sequence = 65_530; sequence < 65_540; sequence++) {
            var packet = buffer(Rtp.voice(sequence & 0xFFFF, 7));
            here.protect(packet);
            assertTrue(there.unprotect(packet));
        }
        var packet = buffer(Rtp.voice(4, 7));
        here.changed(new SrtpKeys(suite, MASTER, MASTER)).protect(packet);
        assertTrue(there.unprotect(packet));
    }

    /** A side that went on without encryption, or with another kind, and comes back: no number is sent twice. */
    @Test
    void aKeyThatComesBackGoesOnCounting() {
        var first = new SrtpKeys(Suite.AEAD_AES_128_GCM, master(Suite.AEAD_AES_128_GCM, 1), master(Suite.AEAD_AES_128_GCM, 2));
        var here = new SrtpContext(first);
        var there = new SrtpContext(new SrtpKeys(first.suite(), first.receiving(), first.sending()));
        for (int sequence = 65_530; sequence < 65_540; sequence++) {
            var packet = buffer(Rtp.voice(sequence & 0xFFFF, 7));
            here.protect(packet);
            assertTrue(there.unprotect(packet));
        }
        here = here.changed(new SrtpKeys(Suite.AES_CM_128_HMAC_SHA1_80, MASTER, OTHER)).changed(first);
        assertFalse(here.protect(buffer(Rtp.voice(3, 7))), "sent before");
        var packet = buffer(Rtp.voice(4, 7));
        assertTrue(here.protect(packet));
        assertTrue(there.unprotect(packet));
    }

    /** RFC 3711 §3.2.3: the index of reports is counted by source. */
    @ParameterizedTest
    @EnumSource(Suite.class)
    void aNewSourcesReportsAreReadFromItsFirst(Suite suite) {
        var there = with(suite, master(suite, 2), master(suite, 1));
        var before = with(suite, master(suite, 1), master(suite, 2));
        for (int i = 0; i < 3; i++) {
            var report = buffer(Rtp.senderReport(7, i));
            before.protectRtcp(report);
            assertTrue(there.unprotectRtcp(report));
        }
        var report = buffer(Rtp.senderReport(8, 1));
        with(suite, master(suite, 1), master(suite, 2)).protectRtcp(report);
        byte[] sealed = content(report);
        assertTrue(there.unprotectRtcp(report));
        assertFalse(there.unprotectRtcp(buffer(sealed)), "replayed");
    }

    @Test
    void keysAreNotTold() {
        var keys = new SrtpKeys(Suite.AES_CM_128_HMAC_SHA1_80, MASTER, OTHER);
        assertEquals("SrtpKeys[AES_CM_128_HMAC_SHA1_80]", keys.toString());
        assertEquals(keys.toString(), new SrtpContext(keys).toString());
    }

    /** One side encrypted, the other not: the relay translates both ways. */
    @Test
    void theRelayTranslates() throws Exception {
        var suite = Suite.AES_CM_128_HMAC_SHA1_80;
        var alices = with(suite, OTHER, MASTER);
        try (var relay = new Relay(); var alice = new Peer(); var bob = new Peer()) {
            var session = relay.open();
            alice.talksTo(session.port(0, CALLER, alice.address()));
            bob.talksTo(session.port(0, CALLEE, bob.address()));
            session.remote(0, CALLER, alice.media(true, true).with(Optional.of(new SrtpKeys(suite, MASTER, OTHER))));
            session.remote(0, CALLEE, bob.media(true, true));
            Relay.settle(session);

            for (int sequence = 1; sequence < 4; sequence++) { // before and after the latch
                var packet = buffer(Rtp.voice(sequence, 1));
                alices.protect(packet);
                alice.send(content(packet));
                assertArrayEquals(Rtp.voice(sequence, 1), bob.receive().orElseThrow());
                bob.send(Rtp.voice(sequence, 2));
                var back = buffer(alice.receive().orElseThrow());
                assertTrue(alices.unprotect(back));
                assertArrayEquals(Rtp.voice(sequence, 2), content(back));
            }
            alice.send(Rtp.voice(9, 1));
            assertEquals(Optional.empty(), bob.peek(), "plain RTP of a side that encrypts");
            var report = buffer(Rtp.senderReport(1, 5));
            alices.protectRtcp(report);
            alice.sendRtcp(content(report));
            assertArrayEquals(Rtp.senderReport(1, 5), bob.receiveRtcp().orElseThrow());
            assertEquals(3, session.reports().getFirst().packets());
        }
    }

    /** To find out whether a packet is genuine costs: of who has no business here that is not asked. */
    @Test
    void strangersAreTurnedAwayUnread() throws Exception {
        var suite = Suite.AEAD_AES_128_GCM;
        try (var relay = new Relay(); var alice = new Peer(); var stranger = new Peer(Loopback.STRANGER)) {
            var session = relay.open();
            var port = session.port(0, CALLER, alice.address());
            stranger.talksTo(port);
            alice.talksTo(port);
            session.remote(0, CALLER, alice.media(true, true)
                    .with(Optional.of(new SrtpKeys(suite, master(suite, 1), master(suite, 2)))));
            Relay.settle(session);
            var drops = ((RtpSession) session).drops();
            stranger.sendRtcp(new byte[60_000]);
            alice.sendRtcp(Rtp.senderReport(1, 1));

            Relay.await(() -> seen(session, () -> drops.refused == 1 && drops.invalid == 1));
        }
    }

    private static boolean seen(MediaSession session, BooleanSupplier by) {
        var is = new AtomicBoolean();
        ((RtpSession) session).loop().post(() -> is.set(by.getAsBoolean()));
        Relay.settle(session);
        return is.get();
    }
}
