package org.trunkline.phone.internal.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.internal.work.DrivenWork;

/** At a server that answers pings, or does not (RFC 6455 §5.5.2). */
class WebSocketProbeTest {
    private static final int PING = 9;

    private final DrivenWork work = new DrivenWork();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<LocalizableText> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> pinged = new CompletableFuture<>();
    private final CompletableFuture<Void> alive = new CompletableFuture<>();
    private ServerSocket server;
    private volatile boolean answers;

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                talk(socket);
            } catch (IOException | GeneralSecurityException e) {
                pinged.completeExceptionally(e);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void talk(Socket socket) throws IOException, GeneralSecurityException {
        var in = new DataInputStream(socket.getInputStream());
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0)
            head.append((char) in.readUnsignedByte());
        var key = head.toString().replaceFirst("(?is).*Sec-WebSocket-Key: *(\\S+).*", "$1");
        var accepted = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1)));
        socket.getOutputStream().write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n"
                + "Sec-WebSocket-Accept: " + accepted + "\r\n\r\n").getBytes(ISO_8859_1));
        while (true) {
            int first = in.readUnsignedByte();
            in.readFully(new byte[(in.readUnsignedByte() & 127) + 4]); // short ones alone, with their mask
            if ((first & 15) != PING)
                continue;
            if (answers)
                socket.getOutputStream().write(new byte[] {(byte) 0x8a, 0});
            pinged.complete(null);
        }
    }

    private SipConnection connect() throws Exception {
        var made = WebSocketConnection.connect(URI.create("ws://127.0.0.1:" + server.getLocalPort()), new SipConnection.Listener() {
            @Override
            public void opened() {
                opened.complete(null);
            }

            @Override
            public void received(String message) {
                closed.completeExceptionally(new AssertionError(message));
            }

            @Override
            public void closed(LocalizableText why) {
                closed.complete(why);
            }
        }, work);
        opened.get(30, TimeUnit.SECONDS);
        return made;
    }

    @Test
    void aServerThatAnswersIsThere() throws Exception {
        answers = true;
        var connection = connect();
        work.run(() -> connection.probe(() -> alive.complete(null)));
        alive.get(30, TimeUnit.SECONDS);
        work.pass(Duration.ofSeconds(10));
        assertFalse(closed.isDone());
        connection.close();
    }

    /** The next ping of its own would be sent after 25 s, and waited for 10 s. */
    @Test
    void oneThatIsSilentIsGoneInSeconds() throws Exception {
        var connection = connect();
        work.run(() -> connection.probe(() -> alive.complete(null)));
        pinged.get(30, TimeUnit.SECONDS);
        assertFalse(closed.isDone());
        work.pass(Duration.ofSeconds(5));
        assertEquals("phone-connection-lost", closed.get(0, TimeUnit.SECONDS).code());
        assertFalse(alive.isDone());
    }
}
