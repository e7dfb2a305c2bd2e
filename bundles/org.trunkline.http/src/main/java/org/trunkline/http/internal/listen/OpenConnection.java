package org.trunkline.http.internal.listen;

import java.net.SocketAddress;
import java.time.Duration;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * One connection and what it does now. A stranger is one that has not yet sent a request with a valid token.
 * <b>Threads:</b> any.
 */
public final class OpenConnection {
    /** How long a client may take to send one request, its body included. */
    static final Duration REQUEST_TIME = Duration.ofSeconds(30);
    /** How long a client that has signed in may take to send a file. */
    static final Duration UPLOAD_TIME = Duration.ofMinutes(15);
    /** How long a connection is kept open without a request. */
    static final Duration IDLE_TIME = Duration.ofSeconds(60);
    /** How long a client may take to receive an answer. */
    static final Duration ANSWER_TIME = Duration.ofSeconds(60);

    private enum Phase {
        HEAD, BODY, WORK, WRITING, IDLE
    }

    final EndPoint endPoint;
    final SocketAddress remote;
    final Source source;
    private volatile Connection connection;
    private Phase phase = Phase.HEAD;
    private long since;
    private long requestBegan;
    private long received;

    OpenConnection(EndPoint endPoint, Connection connection, long now) {
        this.endPoint = endPoint;
        this.connection = connection;
        remote = endPoint.getRemoteSocketAddress(); // not known any more once it is closed
        source = Source.of(remote);
        since = now;
    }

    /** The protocol within TLS, which counts the bytes of requests. */
    void upgraded(Connection inner) {
        connection = inner;
    }

    private synchronized void enter(Phase next, long at) {
        phase = next;
        since = at;
    }

    /** A request's head has been read. */
    public synchronized void begin() {
        requestBegan = System.nanoTime();
        enter(Phase.WORK, requestBegan);
    }

    /**
     * Some of the request's body is read from now on.
     *
     * @param isLong whether each part of it has the time of a request, and the whole {@link #UPLOAD_TIME}; else the whole has that of a request
     */
    synchronized void reading(boolean isLong) {
        enter(Phase.BODY, isLong ? Math.max(requestBegan, Math.min(System.nanoTime(), requestBegan + UPLOAD_TIME.minus(REQUEST_TIME).toNanos()))
                : requestBegan);
    }

    /** It was read. */
    void read() {
        enter(Phase.WORK, 0);
    }

    /** The answer is written from now on. */
    public void writing() {
        enter(Phase.WRITING, System.nanoTime());
    }

    /** Others bound how long the answer takes: a download, an event stream. */
    public void streaming() {
        enter(Phase.WORK, System.nanoTime());
    }

    /** The answer is complete; the next request may follow. */
    public synchronized void idle() {
        received = connection.getBytesIn();
        enter(Phase.IDLE, System.nanoTime());
    }

    /** Whether a time has run out. */
    synchronized boolean late(long now) {
        if (phase == Phase.IDLE && connection.getBytesIn() != received)
            enter(Phase.HEAD, now);
        return switch (phase) {
            case HEAD, BODY -> now - since > REQUEST_TIME.toNanos();
            case WRITING -> now - since > ANSWER_TIME.toNanos();
            case IDLE -> now - since > IDLE_TIME.toNanos();
            case WORK -> false;
        };
    }

    /** Cuts the connection off: a client cannot take a part of an answer for the whole. */
    public void abort() {
        endPoint.close();
    }
}
