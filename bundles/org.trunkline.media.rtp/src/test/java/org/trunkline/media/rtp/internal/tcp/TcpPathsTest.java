package org.trunkline.media.rtp.internal.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;
import org.trunkline.media.rtp.internal.Relay;
import org.trunkline.media.rtp.internal.ice.Checks;

/** Connections to the one port: whom they are given to, and what they may take. Real sockets; the clock is driven. */
class TcpPathsTest {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
    private static final TcpPaths.Limits FEW = new TcpPaths.Limits(4, 3, 6, 2, 20_000, 100_000);

    private final AtomicLong now = new AtomicLong(Duration.ofDays(3).toNanos());
    private final Refusals refusals = new Refusals();
    private final TcpPaths paths = new TcpPaths(FEW, now::get, refusals);
    private final Ice local = new Ice("node", "the/password/of/the/node");
    private final Ice remote = new Ice("peer", "the/password/of/the/peer");
    private final List<FramedSocket> sockets = new CopyOnWriteArrayList<>();
    private final Side side = new Side();

    /** Takes what arrives on the thread of the connections. */
    private final class Side implements TcpEnd.Taker {
        final LinkedBlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
        final AtomicInteger lost = new AtomicInteger();
        final AtomicInteger overloaded = new AtomicInteger();
        volatile TcpPath path;
        final TcpEnd end = paths.open(Runnable::run, this);

        @Override
        public void arrived(ByteBuffer packet, TcpPath from) {
            path = from;
            byte[] octets = new byte[packet.limit()];
            packet.get(0, octets);
            arrived.add(octets);
        }

        @Override
        public void overloaded(int packets) {
            overloaded.addAndGet(packets);
        }

        /** It is told after the connection is closed. */
        void loses(int connections) {
            Relay.await(() -> lost.get() == connections);
        }

        @Override
        public void lost(TcpPath from) {
            lost.incrementAndGet();
        }

        byte[] next() throws InterruptedException {
            byte[] packet = arrived.poll(60, TimeUnit.SECONDS);
            assertTrue(packet != null, "nothing arrives");
            return packet;
        }
    }

    @BeforeEach
    void listen() throws TcpPortException {
        paths.listen(Set.of(LOCAL), 0);
        side.end.expect(local, remote);
    }

    @AfterEach
    void close() {
        sockets.forEach(FramedSocket::close);
        paths.close();
    }

    private FramedSocket connect() {
        var socket = new FramedSocket(LOCAL, new InetSocketAddress(LOCAL, paths.port(LOCAL).orElseThrow()));
        sockets.add(socket);
        return socket;
    }

    private static byte[] check(Ice of, Ice by) {
        var packet = Checks.request(of, by, true);
        byte[] octets = new byte[packet.limit()];
        packet.get(0, octets);
        return octets;
    }

    private FramedSocket proved() throws InterruptedException {
        var socket = connect();
        byte[] check = check(local, remote);
        socket.send(check);
        assertArrayEquals(check, side.next());
        return socket;
    }

    private void open(int connections) {
        Relay.await(() -> paths.table().used() == connections);
    }

    @Test
    void packetsFlowBothWaysOnceACheckWasRight() throws Exception {
        var socket = proved();
        byte[] speech = new byte[1400];
        Arrays.fill(speech, (byte) 0x80);
        socket.write(Arrays.copyOf(FramedSocket.frame(speech), 700));
        socket.write(Arrays.copyOfRange(FramedSocket.frame(speech), 700, 1402));
        assertArrayEquals(speech, side.next());
        assertEquals(0, side.path.send(ByteBuffer.wrap(speech, 0, 172)));
        assertArrayEquals(Arrays.copyOf(speech, 172), socket.receive(60_000).orElseThrow());
    }

    @Test
    void eachSideHasItsOwnConnections() throws Exception {
        var other = new Side();
        var otherLocal = new Ice("node2", "another/password/of/node");
        other.end.expect(otherLocal, remote);
        proved();
        byte[] check = check(otherLocal, remote);
        connect().send(check);
        assertArrayEquals(check, other.next());
        assertNotEquals(side.path, other.path);
        other.end.close();
        open(1);
        other.loses(1);
    }

    /** The right name with another password, the name of nobody, and what is no check at all. */
    @Test
    void withoutARightCheckNothingGetsThrough() throws Exception {
        var socket = connect();
        socket.send(check(new Ice("node", "a/password/of/a/stranger"), remote));
        socket.send(check(new Ice("else", local.password()), remote));
        socket.send(check(local, new Ice("strange", remote.password())));
        socket.send(new byte[] {(byte) 0x80, 0, 1, 2, 3});
        byte[] right = check(local, remote);
        socket.send(right);
        assertArrayEquals(right, side.next(), "the first that gets through is the right one");
        assertTrue(side.arrived.isEmpty());
    }

    /** The node's password is on its way to the browser in an answer, and the node does not know the browser's name yet. */
    @Test
    void aCheckBeforeTheNodeKnowsOfItMayBeRepeated() throws Exception {
        var late = new Side();
        var fresh = new Ice("fresh", "another/password/of/node");
        var socket = connect();
        socket.send(check(fresh, remote));
        open(1);
        late.end.expect(fresh, remote);
        byte[] check = check(fresh, remote);
        socket.send(check);
        late.next();
        assertEquals(1, paths.table().used());
    }

    @Test
    void aConnectionWithoutARightCheckIsClosedAfterTenSeconds() {
        var socket = connect();
        socket.send(check(new Ice("else", local.password()), remote));
        open(1);
        now.addAndGet(TcpPaths.PROOF.toNanos() + 1);
        assertTrue(socket.isClosed());
        assertEquals(1, refusals.of(TcpPaths.UNPROVEN));
    }

    @Test
    void aLengthThatNoCheckHasClosesAtOnce() {
        var socket = connect();
        socket.write("GET / HTTP/1.1\r\n\r\n".getBytes());
        assertTrue(socket.isClosed());
        assertEquals(1, refusals.of(TcpPaths.MALFORMED));
    }

    @Test
    void oneSourceHasFewConnectionsThatProvedNothing() throws Exception {
        for (int i = 0; i < 3; i++)
            connect();
        open(3);
        assertTrue(connect().isClosed());
        assertEquals(1, refusals.of(TcpPaths.SOURCE_FULL));
        sockets.getFirst().send(check(local, remote));
        side.next();
        connect();
        open(4);
    }

    @Test
    void aNetworkOfIpv6IsOneSource() throws Exception {
        try (var one = SocketChannel.open(); var other = SocketChannel.open()) {
            assertEquals(path(one, "2001:db8:1:2::1").source(), path(other, "2001:db8:1:2:ffff::9").source());
            assertNotEquals(path(one, "2001:db8:1:2::1").source(), path(other, "2001:db8:1:3::1").source());
        }
    }

    private TcpPath path(SocketChannel channel, String from) {
        return new TcpPath(paths, channel, new InetSocketAddress(InetAddress.ofLiteral(from), 5000), new FrameQueue(1, new AtomicLong(), 1, now::get), 0);
    }

    @Test
    void allSourcesTogetherHaveFewToo() {
        for (int i = 0; i < 4; i++) {
            sockets.add(new FramedSocket(InetAddress.ofLiteral("127.0.0." + (2 + i)), new InetSocketAddress(LOCAL, paths.port(LOCAL).orElseThrow())));
        }
        open(4);
        assertTrue(connect().isClosed());
        assertEquals(1, refusals.of(TcpPaths.FULL));
    }

    /** A browser whose network changed leaves connections behind that never end. */
    @Test
    void oneSideHasFewConnectionsAndTheOneHeardLastStays() throws Exception {
        var first = proved();
        now.addAndGet(1000);
        var second = proved();
        now.addAndGet(1000);
        first.send(new byte[] {(byte) 0x80, 1});
        side.next();
        proved();
        assertTrue(second.isClosed());
        assertEquals(2, paths.table().used());
        side.loses(1);
    }

    @Test
    void aPeerThatDisappearsIsForgotten() throws Exception {
        proved().abort();
        open(0);
        side.loses(1);
        var silent = proved();
        now.addAndGet(TcpPaths.IDLE.toNanos() - Duration.ofSeconds(1).toNanos());
        silent.send(new byte[] {(byte) 0x80, 1});
        side.next();
        now.addAndGet(TcpPaths.IDLE.toNanos());
        silent.send(new byte[] {(byte) 0x80, 2});
        side.next();
        assertEquals(1, paths.table().used(), "it was heard in time");
        now.addAndGet(TcpPaths.IDLE.toNanos() + 1);
        assertTrue(silent.isClosed());
        side.loses(2);
    }

    /** The one who sends never waits, and packets of the others are written meanwhile. */
    @Test
    void aSlowReaderLosesPacketsAndHoldsUpNobody() throws Exception {
        var slow = proved();
        var path = side.path;
        int dropped = 0;
        int sent = 0;
        for (; dropped == 0 && sent < 1_000_000; sent++)
            dropped = path.send(ByteBuffer.allocate(1000).putInt(0, sent));
        assertTrue(dropped > 0, "all was taken");
        var other = proved();
        side.path.send(ByteBuffer.allocate(20).putInt(0, -1));
        assertEquals(-1, ByteBuffer.wrap(other.receive(60_000).orElseThrow()).getInt());
        int last = -1;
        int got = 0;
        while (last < sent - 1) {
            int number = ByteBuffer.wrap(slow.receive(60_000).orElseThrow()).getInt();
            assertTrue(number > last, "in order");
            last = number;
            got++;
        }
        assertTrue(got < sent);
    }

    @Test
    void aRestartTakesOtherChecksAndKeepsWhatThereIs() throws Exception {
        var before = proved();
        var fresh = new Ice("fresh", "another/password/of/node");
        side.end.expect(fresh, remote);
        var stale = connect();
        stale.send(check(local, remote));
        byte[] check = check(fresh, remote);
        connect().send(check);
        assertArrayEquals(check, side.next());
        before.send(new byte[] {(byte) 0x80, 3});
        assertArrayEquals(new byte[] {(byte) 0x80, 3}, side.next());
        side.end.close();
        assertTrue(before.isClosed());
        open(1);
    }

    @Test
    void packetsThatTheRelayCannotTakeAreDropped() throws Exception {
        proved();
        var tasks = new ArrayDeque<Runnable>();
        var busy = new Side();
        var end = paths.open(tasks::add, busy);
        for (int i = 0; i < TcpEnd.MOST_WAITING + 21; i++)
            end.hand(List.of(packet(i)), side.path);
        assertEquals(TcpEnd.MOST_WAITING, tasks.size());
        for (int i = 0; i < 20; i++)
            end.hand(List.of(packet(i), packet(i)), side.path);
        assertEquals(TcpEnd.MOST_WAITING, tasks.size(), "a relay that is late has nothing to do for what it does not get");
        while (!tasks.isEmpty())
            tasks.remove().run();
        assertEquals(TcpEnd.MOST_WAITING, busy.arrived.size());
        assertEquals(61, busy.overloaded.get());
        end.hand(List.of(packet(9)), side.path);
        tasks.remove().run();
        assertEquals(9, busy.arrived.stream().toList().getLast()[1]);
    }

    private static ByteBuffer packet(int sequence) {
        return ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) sequence});
    }

    @Test
    void aPortThatIsTakenIsToldAndChangesNothing() throws IOException {
        int before = paths.port(LOCAL).orElseThrow();
        try (var other = new ServerSocket(0, 1, LOCAL)) {
            var e = assertThrows(TcpPortException.class, () -> paths.listen(Set.of(LOCAL), other.getLocalPort()));
            assertEquals(other.getLocalPort(), e.port());
            assertEquals("127.0.0.1", e.address());
        }
        assertEquals(before, paths.port(LOCAL).orElseThrow());
    }

    /** A channel that its selector knows holds its port until the selector looks. */
    @Test
    void whatWasOpenedBeforeAPortWasTakenIsFreeAgain() throws IOException {
        var taken = InetAddress.ofLiteral("127.0.0.9");
        try (var other = new ServerSocket(0, 1, taken)) {
            var both = new LinkedHashSet<>(List.of(InetAddress.ofLiteral("127.0.0.8"), taken));
            assertThrows(TcpPortException.class, () -> paths.listen(both, other.getLocalPort()));
            Relay.await(() -> isFree(both.getFirst(), other.getLocalPort()));
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var _ = new ServerSocket(port, 1, address)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void connectionsStayWhenItListensNoMore() throws Exception {
        var socket = proved();
        paths.listen(Set.of(), 0);
        assertTrue(paths.port(LOCAL).isEmpty());
        side.path.send(ByteBuffer.wrap(new byte[] {1}));
        assertEquals(1, socket.receive(60_000).orElseThrow().length);
    }
}
