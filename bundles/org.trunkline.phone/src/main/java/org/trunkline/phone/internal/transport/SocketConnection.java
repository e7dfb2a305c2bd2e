package org.trunkline.phone.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.internal.work.Work;

/**
 * A socket to one address of a server, with keep-alives for NATs on the way (RFC 5626 §4.4.1). Only that address is heard. A virtual thread
 * connects and reads; all else is on the thread of the phone.
 */
abstract class SocketConnection implements SipConnection {
    /** Less than NATs remember UDP for, mostly 30 s. */
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(25);
    private static final Duration PONG = Duration.ofSeconds(10);
    static final int CONNECT_MS = 5_000;
    private static final byte[] PING = "\r\n\r\n".getBytes(UTF_8);
    private static final byte[] ANSWER = "\r\n".getBytes(UTF_8);

    private final URI server;
    private final Transport transport;
    private final Listener listener;
    private final Work work;
    private final ServerNames names;
    private final ConnectionText text;
    private Optional<InetSocketAddress> local = Optional.empty();
    private Optional<InetSocketAddress> remote = Optional.empty();
    private Work.Timer ping = () -> { };
    private Work.Timer pong = () -> { };
    /** The phone has sent a keep-alive, and waits for its answer. */
    private volatile boolean pinging;
    /** The server has answered a keep-alive. */
    private boolean ponging;
    private volatile boolean closed;

    SocketConnection(URI server, Transport transport, Listener listener, Work work, ServerNames names) {
        this.server = server;
        this.transport = transport;
        this.listener = listener;
        this.work = work;
        this.names = names;
        text = new ConnectionText(server, work);
    }

    final void open() {
        Thread.ofVirtual().name("phone-" + transport.token()).start(this::run);
    }

    final URI server() {
        return server;
    }

    // --- on a thread of its own

    private void run() {
        Optional<InetSocketAddress> to = Optional.empty();
        try {
            var address = names.next(server, transport);
            to = Optional.of(address);
            var own = connect(address);
            work.run(() -> opened(own, address));
            read();
            work.run(() -> ended(text.lost()));
        } catch (Throwable e) { // a bad pin, for one; whatever it is, no connection hangs unseen
            to.ifPresent(names::failed);
            work.run(() -> ended(local.isEmpty() || e instanceof PortUnreachableException ? text.failed(e) : text.lost()));
        } finally {
            disconnect();
        }
    }

    /** Blocks. @return address of this end */
    abstract InetSocketAddress connect(InetSocketAddress to) throws IOException;

    /** Blocks until the connection ends. */
    abstract void read() throws IOException;

    /** Waits for nothing. @throws IOException if the connection is gone, or takes nothing any more */
    abstract void write(byte[] bytes) throws IOException;

    /** Ends {@link #read} too; again does nothing. */
    abstract void disconnect();

    /** A message came. */
    final void came(String message) {
        work.run(() -> {
            if (!closed)
                listener.received(message);
        });
    }

    /** A keep-alive of the server came. */
    final void pinged() {
        work.run(() -> sendBytes(ANSWER));
    }

    /** What may be an answer to a keep-alive came. @return whether the phone waits for one */
    final boolean ponged() {
        boolean awaited = pinging;
        work.run(() -> {
            if (!pinging)
                return;
            pinging = false;
            ponging = true;
            pong.cancel();
        });
        return awaited;
    }

    final boolean isClosed() {
        return closed;
    }

    // --- on the phone's thread

    private void opened(InetSocketAddress own, InetSocketAddress address) {
        if (closed) {
            disconnect();
            return;
        }
        local = Optional.of(own);
        remote = Optional.of(address);
        keepAlive();
        listener.opened();
    }

    private void keepAlive() {
        ping = work.after(BETWEEN_PINGS, () -> {
            pinging = true;
            sendBytes(PING);
            if (closed)
                return;
            pong = work.after(PONG, this::noPong);
            keepAlive();
        });
    }

    /** Many servers never answer: one that does, and then no more, is gone. */
    private void noPong() {
        pinging = false;
        if (ponging)
            ended(text.lost());
    }

    @Override
    public final void send(String message) {
        sendBytes(message.getBytes(UTF_8));
    }

    private void sendBytes(byte[] bytes) {
        if (closed || local.isEmpty())
            return;
        try {
            write(bytes);
        } catch (IOException e) {
            remote.ifPresent(names::failed);
            var why = e;
            work.run(() -> ended(text.failed(why))); // not while a request is being made
        }
    }

    private void ended(LocalizableText why) {
        if (closed)
            return;
        stop();
        disconnect();
        listener.closed(why);
    }

    private void stop() {
        closed = true;
        ping.cancel();
        pong.cancel();
    }

    @Override
    public final void close() {
        stop();
        finish();
    }

    /** Closes; what was sent before still goes out. */
    void finish() {
        disconnect();
    }

    @Override
    public boolean abandon() {
        remote.ifPresent(names::failed);
        close();
        return names.hasAnother();
    }

    @Override
    public final Optional<InetSocketAddress> local() {
        return local;
    }

    @Override
    public final Optional<InetSocketAddress> remote() {
        return remote;
    }
}
