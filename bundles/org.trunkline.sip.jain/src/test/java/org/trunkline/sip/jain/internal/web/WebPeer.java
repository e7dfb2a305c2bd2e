package org.trunkline.sip.jain.internal.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

/** A phone in a browser: Java's own WebSocket client. */
public final class WebPeer implements WebSocket.Listener, AutoCloseable {
    private static final String CLOSED = "closed";

    private final HttpClient client;
    private final WebSocket socket;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public WebPeer(URI node, InetAddress from, Optional<SSLContext> trust, String origin) {
        var builder = HttpClient.newBuilder().localAddress(from);
        trust.ifPresent(builder::sslContext);
        client = builder.build();
        var opening = client.newWebSocketBuilder().subprotocols("sip");
        if (!origin.isEmpty())
            opening.header("Origin", origin);
        socket = opening.buildAsync(node, this).join();
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            received.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        while (data.hasRemaining())
            bytes.write(data.get());
        if (last) {
            received.add(bytes.toString(UTF_8));
            bytes.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        received.add("pong " + UTF_8.decode(message));
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        received.add(CLOSED);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        received.add(CLOSED);
    }

    public void send(String message) {
        socket.sendText(message.replace("\r", "").replace("\n", "\r\n"), true).join();
    }

    public void send(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
    }

    /** In two frames. */
    void sendInParts(String message) {
        String whole = message.replace("\n", "\r\n");
        socket.sendText(whole.substring(0, whole.length() / 2), false).join();
        socket.sendText(whole.substring(whole.length() / 2), true).join();
    }

    void ping(String payload) {
        socket.sendPing(UTF_8.encode(payload)).join();
    }

    /** The next message. */
    public String receive() throws InterruptedException {
        String next = received.poll(15, TimeUnit.SECONDS);
        if (next == null)
            throw new AssertionError("nothing came");
        return next;
    }

    /**
     * Sends a message in a frame, then an OPTIONS that must be answered: by then the node has dealt with the message.
     *
     * @param answers how many final ones to wait for
     * @return the final answers to the message
     */
    public List<String> ask(byte[] message, int answers) throws InterruptedException {
        send(message);
        send("OPTIONS sip:node SIP/2.0\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bKafter\nMax-Forwards: 70\n"
                + "From: <sip:a@x>;tag=1\nTo: <sip:node>\nCall-ID: after\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n");
        var got = new ArrayList<String>();
        boolean after = false;
        while (!after || got.size() < answers) {
            String answer = receive();
            if (answer.contains("Call-ID: after"))
                after = true;
            else if (!answer.startsWith("SIP/2.0 100"))
                got.add(answer);
        }
        return got;
    }

    /** The next that begins so, and has this too. */
    String receive(String start, String within) throws InterruptedException {
        while (true) {
            String next = receive();
            if (next.startsWith(start) && next.contains(within))
                return next;
            if (next.equals(CLOSED))
                throw new AssertionError("it was closed");
        }
    }

    boolean isClosed() throws InterruptedException {
        return receive().equals(CLOSED);
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }
}
