package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.guard.SourceGuard;

/**
 * Handshakes of TLS and WebSockets under way, the dearest thing that a stranger can ask for: so many at once, from one source a part of
 * them, and each within a time, however many bytes it comes in. Strangers together get half of the room, and those with
 * live registrations a quarter more, so that carriers find some however many addresses keep silent. <b>Threads:</b> any.
 */
public final class Handshakes {
    /** Part of the room that one source gets, unless it is a trunk's. */
    private static final int SHARE = 8;
    static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

    /** What a peer and the node say to each other before the first message. */
    public interface Greeting {
        void greet(Socket socket) throws IOException;
    }

    /** Takes a connection that is through. */
    public interface Taker {
        void take(Socket socket) throws IOException;
    }

    private final SourceGuard guard;
    private final Scheduler scheduler;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<SourceKey, Integer> bySource = new ConcurrentHashMap<>();

    /** @param most at once, 8 or more */
    public Handshakes(SourceGuard guard, Scheduler scheduler, int most) {
        this.guard = guard;
        this.scheduler = scheduler;
        this.most = most;
    }

    /** How full it is. */
    public BorderStatus.Table table() {
        return new BorderStatus.Table("handshakes", underWay.get(), most);
    }

    /** Shakes hands on a thread of its own, and hands over what comes of it; closes it where there are too many. */
    public void with(Socket socket, Greeting greeting, Taker taker) {
        var source = socket.getInetAddress();
        if (!begin(source)) {
            guard.refusals().count("handshakes-full");
            close(socket);
            return;
        }
        Thread.ofVirtual().name("sip-handshake").start(() -> {
            try {
                greet(socket, greeting, taker);
            } finally {
                end(source);
            }
        });
    }

    /** That of TLS; after it none may be asked for, which costs the node more than the peer (CVE-2011-1473). */
    public static void tls(Socket socket) throws IOException {
        var secure = (SSLSocket) socket;
        secure.startHandshake();
        secure.getSession().invalidate();
        secure.setEnableSessionCreation(false);
    }

    private boolean begin(InetAddress source) {
        var who = guard.standing(source);
        int all = underWay.incrementAndGet();
        int same = bySource.merge(SourceKey.of(source), 1, Integer::sum);
        if (all <= roomFor(who) && (same <= most / SHARE || who == SourceTrust.TRUNK))
            return true;
        end(source);
        return false;
    }

    private int roomFor(SourceTrust who) {
        return switch (who) {
            case TRUNK -> most;
            case REGISTERED -> most - most / 4;
            case STRANGER -> most / 2;
        };
    }

    private void end(InetAddress source) {
        bySource.computeIfPresent(SourceKey.of(source), (_, n) -> n > 1 ? n - 1 : null);
        underWay.decrementAndGet();
    }

    private void greet(Socket socket, Greeting greeting, Taker taker) {
        var tooLong = scheduler.after(LONGEST, () -> Thread.ofVirtual().start(() -> close(socket)));
        try {
            socket.setTcpNoDelay(true);
            greeting.greet(socket);
            tooLong.cancel();
            taker.take(socket);
        } catch (IOException | RuntimeException e) {
            tooLong.cancel();
            guard.refusals().count(socket instanceof SSLSocket ? "tls-handshake" : "ws-handshake");
            LOG.debug("{} did not get through the handshake: {}", socket.getInetAddress(), e.getMessage());
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // a goodbye would wait behind what is stuck
            socket.close();
        } catch (IOException e) {
            LOG.debug("the connection was gone already: {}", e.getMessage());
        }
    }
}
