package org.trunkline.phone.internal.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.tls.CertificateTrust;
import org.trunkline.phone.internal.work.Work;

/** By the JDK's WebSocket client, with pings that find out when the other end is gone. */
final class WebSocketConnection implements SipConnection, WebSocket.Listener {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(25);
    private static final Duration PONG = Duration.ofSeconds(10);
    /** Where something else says already that the network is gone. */
    private static final Duration PROBED = Duration.ofSeconds(4);
    /** Of one message: whatever is at that address, it must not fill the desk's memory. */
    private static final int MOST = 1 << 20;

    private final URI server;
    private final Listener listener;
    private final Work work;
    private final HttpClient client;
    private final ConnectionText text;
    private final StringBuilder part = new StringBuilder();
    private final StringBuilder binary = new StringBuilder();
    /** Done when what was given last has been sent: the JDK takes one after the other. */
    private CompletableFuture<WebSocket> sending = new CompletableFuture<>();
    private Work.Timer timer = () -> { };
    /** Told by the next pong. */
    private final List<Runnable> probing = new ArrayList<>();
    private boolean open;
    private boolean closed;

    private WebSocketConnection(URI server, Listener listener, Work work, HttpClient client) {
        this.server = server;
        this.listener = listener;
        this.work = work;
        this.client = client;
        text = new ConnectionText(server, work);
    }

    /** @param server {@code ws} or {@code wss}, with the fingerprint of its certificate as fragment where one is pinned */
    static SipConnection connect(URI server, Listener listener, Work work) {
        var builder = HttpClient.newBuilder().connectTimeout(CONNECT)
                .executor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("phone-websocket-", 0).factory()));
        if (server.getScheme().equalsIgnoreCase("wss"))
            builder.sslContext(CertificateTrust.context(CertificateTrust.pin(server)));
        var connection = new WebSocketConnection(server, listener, work, builder.build());
        connection.open();
        return connection;
    }

    private void open() {
        var address = URI.create(server.toString().replaceFirst("#.*", ""));
        client.newWebSocketBuilder().subprotocols("sip").connectTimeout(CONNECT).buildAsync(address, this)
                .whenComplete((socket, failure) -> work.run(() -> {
                    if (failure != null)
                        ended(said(failure));
                    else if (closed)
                        socket.abort();
                    else
                        opened(socket);
                }));
    }

    private void opened(WebSocket socket) {
        if (!socket.getSubprotocol().equals("sip")) {
            socket.abort();
            ended(notSip("no subprotocol sip"));
            return;
        }
        sending.complete(socket);
        open = true;
        ping();
        listener.opened();
    }

    @Override
    public void send(String message) {
        if (!closed)
            sending = sending.thenCompose(socket -> socket.sendText(message, true));
    }

    private void ping() {
        timer = work.after(BETWEEN_PINGS, () -> ping(PONG));
    }

    private void ping(Duration patience) {
        sending = sending.thenCompose(socket -> socket.sendPing(ByteBuffer.allocate(0)));
        timer = work.after(patience, () -> ended(text.lost()));
    }

    @Override
    public void probe(Runnable alive) {
        probing.add(alive);
        if (probing.size() > 1 || closed || !open)
            return;
        timer.cancel();
        ping(PROBED);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        work.run(() -> {
            if (!closed) {
                timer.cancel();
                ping();
                var told = List.copyOf(probing);
                probing.clear();
                told.forEach(Runnable::run);
            }
        });
        socket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        return take(socket, part, data, last);
    }

    /** RFC 7118 §5: a message that is not UTF-8 may come as binary. */
    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        return take(socket, binary, StandardCharsets.UTF_8.decode(data), last);
    }

    private CompletionStage<?> take(WebSocket socket, StringBuilder to, CharSequence data, boolean last) {
        to.append(data);
        if (to.length() > MOST) {
            socket.abort();
            work.run(() -> ended(notSip("a message of more than 1 MB")));
        } else {
            if (last) {
                var message = to.toString();
                to.setLength(0);
                work.run(() -> {
                    if (!closed)
                        listener.received(message);
                });
            }
            socket.request(1);
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        work.run(() -> ended(text.lost()));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        work.run(() -> ended(text.lost()));
    }

    private void ended(LocalizableText why) {
        if (closed)
            return;
        close();
        listener.closed(why);
    }

    @Override
    public void close() {
        closed = true;
        timer.cancel();
        // what was sent before still goes out
        sending.orTimeout(1, TimeUnit.SECONDS)
                .thenAccept(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                .whenComplete((_, _) -> client.shutdown());
    }

    private LocalizableText notSip(String why) {
        return new LocalizableText("phone-not-sip", List.of(text.at(), why), text.at() + " does not speak SIP over WebSocket (" + why
                + "). Check the server of the account.");
    }

    private LocalizableText said(Throwable failure) {
        return ConnectionText.within(failure, WebSocketHandshakeException.class)
                .map(handshake -> notSip(handshake.getResponse() == null ? "no handshake" : "HTTP " + handshake.getResponse().statusCode()))
                .orElseGet(() -> text.failed(failure));
    }
}
