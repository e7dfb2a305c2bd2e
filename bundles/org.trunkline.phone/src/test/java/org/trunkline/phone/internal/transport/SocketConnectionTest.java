package org.trunkline.phone.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.internal.work.DrivenWork;
import org.trunkline.phone.internal.work.WorkThread;

/** Sockets of this machine, by the thread of the phone. */
class SocketConnectionTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final String OPTIONS = "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 0\r\n\r\n";
    private static final String OK = "SIP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final WorkThread work = new WorkThread();
    private final Connections connections = new Connections(work);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        work.close();
    }

    private SipConnection connect(String server) {
        return connect(server, connections);
    }

    private SipConnection connect(String server, Connections by) {
        return by.connect(URI.create(server), new SipConnection.Listener() {
            @Override
            public void opened() {
                told.add("opened");
            }

            @Override
            public void received(String message) {
                told.add(message);
            }

            @Override
            public void closed(LocalizableText why) {
                told.add(why.code());
            }
        });
    }

    private void tells(String what) throws InterruptedException {
        assertEquals(what, told.poll(30, TimeUnit.SECONDS));
    }

    private static DatagramPacket packet(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new DatagramPacket(bytes, bytes.length);
    }

    @Test
    void datagramsOfTheServerAloneAreHeard() throws Exception {
        try (var server = new DatagramSocket(0, HERE); var stranger = new DatagramSocket(0, HERE)) {
            var connection = connect("udp://127.0.0.1:" + server.getLocalPort());
            tells("opened");
            connection.send(OPTIONS);
            var came = new DatagramPacket(new byte[2_000], 2_000);
            server.receive(came);
            assertEquals(OPTIONS, new String(came.getData(), 0, came.getLength(), UTF_8));
            assertEquals(connection.local().orElseThrow(), came.getSocketAddress());
            assertEquals(server.getLocalSocketAddress(), connection.remote().orElseThrow());
            for (var text : new String[] {"not for you", "\r\n", OK}) {
                var answer = packet(text);
                answer.setSocketAddress(came.getSocketAddress());
                (text.startsWith("not") ? stranger : server).send(answer);
            }
            tells(OK);
            work.run(connection::close);
        }
    }

    /** The address that the server has for the phone stays right. */
    @Test
    void datagramsComeFromTheSamePortAgain() throws Exception {
        try (var server = new DatagramSocket(0, HERE)) {
            var first = connect("udp://127.0.0.1:" + server.getLocalPort());
            tells("opened");
            assertEquals(HERE, first.local().orElseThrow().getAddress(), "the address of the way there, and not of all of them");
            var port = first.local().orElseThrow().getPort();
            first.close();
            awaitFree(port);
            var second = connect("udp://127.0.0.1:" + server.getLocalPort());
            tells("opened");
            assertEquals(port, second.local().orElseThrow().getPort());
            var third = connect("udp://127.0.0.1:" + server.getLocalPort());
            tells("opened");
            assertTrue(third.local().orElseThrow().getPort() != port, "it is in use");
            second.close();
            third.close();
        }
    }

    /** The system frees it when the reading thread has left. */
    private static void awaitFree(int port) throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (;;)
            try (var free = new DatagramSocket(port)) {
                assertEquals(port, free.getLocalPort());
                return;
            } catch (BindException e) {
                if (System.nanoTime() > limit)
                    throw e;
                Thread.onSpinWait();
            }
    }

    @Test
    void aPortWhereNothingListensIsSaid() throws Exception {
        int port;
        try (var gone = new DatagramSocket(0, HERE)) {
            port = gone.getLocalPort();
        }
        var connection = connect("udp://127.0.0.1:" + port);
        tells("opened");
        connection.send(OPTIONS);
        tells("phone-server-unreachable");
        connect("tcp://127.0.0.1:" + port);
        tells("phone-server-unreachable");
        connect("tls://127.0.0.1:" + port + "#nonsense");
        tells("phone-server-unreachable");
    }

    @Test
    void aStreamCarriesMessagesBothWays() throws Exception {
        try (var server = new ServerSocket()) {
            server.bind(new InetSocketAddress(HERE, 0));
            var connection = connect("tcp://127.0.0.1:" + server.getLocalPort());
            try (var socket = server.accept()) {
                tells("opened");
                connection.send(OPTIONS);
                assertEquals(OPTIONS, new String(socket.getInputStream().readNBytes(OPTIONS.length()), UTF_8));
                socket.getOutputStream().write(OK.substring(0, 20).getBytes(UTF_8));
                socket.getOutputStream().flush();
                socket.getOutputStream().write((OK.substring(20) + OK).getBytes(UTF_8));
                tells(OK);
                tells(OK);
                work.run(() -> {
                    connection.send(OPTIONS); // and at once the end: it still goes out
                    connection.close();
                });
                assertEquals(OPTIONS, new String(socket.getInputStream().readAllBytes(), UTF_8));
            }
        }
    }

    @Test
    void aServerThatReadsNothingHoldsNoConnectionOpen() throws Exception {
        var clock = new DrivenWork();
        try (var server = new ServerSocket()) {
            server.bind(new InetSocketAddress(HERE, 0));
            var connection = connect("tcp://127.0.0.1:" + server.getLocalPort(), new Connections(clock));
            try (var socket = server.accept()) {
                tells("opened");
                var large = OPTIONS + "x".repeat(500_000);
                for (int i = 0; i < 100; i++)
                    connection.send(large);
                connection.close();
                clock.pass(Duration.ofSeconds(1));
                long came = 0;
                try {
                    came = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (SocketException e) {
                    // reset
                }
                assertTrue(came < 100L * large.length(), came + " bytes");
            }
        }
    }

    @Test
    void aServerThatHangsUpOrIsNoneIsSaid() throws Exception {
        try (var server = new ServerSocket()) {
            server.bind(new InetSocketAddress(HERE, 0));
            connect("tcp://127.0.0.1:" + server.getLocalPort());
            try (var socket = server.accept()) {
                tells("opened");
                assertTrue(socket.isConnected());
            }
            tells("phone-connection-lost");
            connect("tls://127.0.0.1:" + server.getLocalPort());
            try (var socket = server.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            tells("phone-connection-failed");
        }
        connect("udp://host.invalid:5060");
        tells("phone-no-such-host");
    }
}
