package org.trunkline.media.rtp.internal.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;

/** RFC 5769 and what the lite agent makes of checks. */
class StunTest {
    /** RFC 5769 §2.1. */
    private static final byte[] REQUEST = HexFormat.of().parseHex("000100582112a442b7e7a701bc34d686fa87dfae"
            + "802200105354554e207465737420636c69656e74" + "002400046e0001ff" + "80290008932ff9b151263b36"
            + "000600096576746a3a68367659202020" + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2" + "80280004e57a3bcf");
    private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
    private static final IcePath SOURCE = path(32853);
    private static final long NOW = 5;

    private final Ice local = new Ice("evtj", PASSWORD);
    private final Ice remote = new Ice("h6vY", "another/password+of+22ch");
    private final IceLite agent = new IceLite(local, remote);

    private static StunRequest read(byte[] packet) {
        var request = StunRequest.read(ByteBuffer.wrap(packet));
        assertNotNull(request);
        return request;
    }

    private static IcePath path(int port) {
        return new IcePath.Udp(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port));
    }

    @Test
    void theSampleRequestIsGenuine() {
        var request = read(REQUEST);
        assertEquals("evtj:h6vY", request.username());
        assertTrue(new StunKey(PASSWORD).isGenuine(request));
        assertFalse(new StunKey(PASSWORD + "x").isGenuine(request));
    }

    /** §2.2 and §2.3: where the client is, over the cookie and the transaction's id. */
    @Test
    void theAnswerTellsTheClientWhereItIs() {
        var key = new StunKey(PASSWORD);
        assertTrue(hex(key.success(read(REQUEST), SOURCE.address())).contains("002000080001a147e112a643"));
        var over6 = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"), 32853);
        assertTrue(hex(key.success(read(REQUEST), over6)).contains("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"));
    }

    private static String hex(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void oneWhoKnowsThePasswordIsKnownAndMayNominate() {
        assertFalse(agent.knows(SOURCE));
        var check = agent.check(Checks.request(local, remote, false), SOURCE, NOW).orElseThrow();
        assertTrue(check.right());
        assertFalse(check.nominated());
        assertTrue(Checks.isGenuineSuccess(check.answer(), local.password()));
        assertTrue(agent.knows(SOURCE));
        assertTrue(agent.check(Checks.request(local, remote, true), SOURCE, NOW).orElseThrow().nominated());
    }

    @Test
    void othersGetNoAnswer() {
        assertTrue(agent.check(Checks.request(new Ice("evtj", PASSWORD + "x"), remote, true), SOURCE, NOW).isEmpty());
        assertTrue(agent.check(Checks.request(new Ice("evtk", PASSWORD), remote, true), SOURCE, NOW).isEmpty());
        assertTrue(agent.check(Checks.request(local, new Ice("h6vZ", remote.password()), true), SOURCE, NOW).isEmpty());
        assertFalse(agent.knows(SOURCE));
    }

    /** RFC 8445 §7.3.1.1: one of the two must control, and a lite agent does not; RFC 8489 §6.3.1. */
    @Test
    void aRoleConflictAndAnUnknownAttributeAreErrors() {
        var conflict = agent.check(ByteBuffer.wrap(REQUEST), SOURCE, NOW).orElseThrow();
        assertTrue(hex(conflict.answer()).startsWith("0111") && hex(conflict.answer()).contains("0009000400000457"));
        assertFalse(conflict.right() || conflict.nominated());
        var unknown = agent.check(Checks.request(local, remote, true, 0x0031), SOURCE, NOW).orElseThrow();
        assertTrue(hex(unknown.answer()).contains("0009000400000414" + "000a000200310000"), hex(unknown.answer()));
        assertFalse(agent.knows(SOURCE));
    }

    /** RFC 7675 §5.1. */
    @Test
    void consentExpiresAfterHalfAMinute() {
        assertFalse(agent.consents(NOW));
        agent.check(Checks.request(local, remote, false), SOURCE, NOW);
        long last = NOW + Duration.ofSeconds(30).toNanos();
        assertTrue(agent.consents(last));
        assertFalse(agent.consents(last + 1));
    }

    @Test
    void noMoreThanEightSourcesAreKnown() {
        for (int port = 1; port <= 9; port++)
            agent.check(Checks.request(local, remote, false), path(port), NOW);
        assertFalse(agent.knows(path(1)));
        for (int port = 2; port <= 9; port++)
            assertTrue(agent.knows(path(port)));
    }

    @Test
    void whatIsDamagedIsNoRequest() {
        for (int cut = 0; cut < REQUEST.length; cut++)
            assertNull(StunRequest.read(ByteBuffer.wrap(REQUEST, 0, cut)), "cut at " + cut);
        var random = new Random(5769);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = REQUEST.clone();
            int at = random.nextInt(changed.length);
            int bit = 1 << random.nextInt(8);
            changed[at] ^= (byte) bit;
            var request = StunRequest.read(ByteBuffer.wrap(changed));
            assertTrue(request == null || !request.username().equals("evtj:h6vY") || !new StunKey(PASSWORD).isGenuine(request),
                    "octet " + at + " bit " + bit);
        }
    }

    /** A message that says it has more attributes than anybody needs. */
    @Test
    void attributesAreCounted() {
        var many = ByteBuffer.allocate(20 + 33 * 4).putShort((short) 1).putShort((short) (33 * 4)).putInt(0x2112A442);
        assertNull(StunRequest.read(many.clear()));
        assertEquals(List.of(), read(REQUEST).unknown());
    }
}
