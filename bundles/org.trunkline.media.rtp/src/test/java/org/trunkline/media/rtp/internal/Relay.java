package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.MediaSession;
import org.trunkline.engine.port.MediaUnavailableException;

/** A relay on loopback with a clock that can be put forward. */
final class Relay implements AutoCloseable {
    private final AtomicLong ahead = new AtomicLong();
    final List<Duration> silences = new CopyOnWriteArrayList<>();
    final RtpMedia media;

    Relay(Sockets sockets, String bind, int min, int max) {
        media = new RtpMedia(config(bind, min, max, 60), sockets, () -> System.nanoTime() + ahead.get(),
                () -> Instant.now().plusNanos(ahead.get()));
    }

    /** One that sends no reports of its own. */
    static Relay withoutReports() {
        int first = freeRange(200);
        return new Relay(Sockets.best(), config("127.0.0.1", first, first + 199, 60, false));
    }

    private Relay(Sockets sockets, MediaPart.Config config) {
        media = new RtpMedia(config, sockets, () -> System.nanoTime() + ahead.get(),
                () -> Instant.now().plusNanos(ahead.get()));
    }

    Relay(Sockets sockets, String bind, int min) {
        this(sockets, bind, min, min + 199);
    }

    Relay(Sockets sockets, String bind) {
        this(sockets, bind, freeRange(200));
    }

    static MediaPart.Config config(String bind, int min, int max, int silence) {
        return config(bind, min, max, silence, true);
    }

    static MediaPart.Config config(String bind, int min, int max, int silence, boolean reports) {
        return new MediaPart.Config() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return MediaPart.Config.class;
            }

            @Override
            public String bindAddress() {
                return bind;
            }

            @Override
            public int portMin() {
                return min;
            }

            @Override
            public int portMax() {
                return max;
            }

            @Override
            public int silenceSeconds() {
                return silence;
            }

            @Override
            public boolean reports() {
                return reports;
            }
        };
    }

    /** So many ports in a row that nobody has, below those that nodes take by default: their tests run at the same time. */
    static int freeRange(int size) {
        while (true) {
            int first = 2_000 + 2 * new Random().nextInt((10_000 - 2_000 - size) / 2);
            if (IntStream.range(first, first + size).allMatch(Relay::isFree))
                return first;
        }
    }

    private static boolean isFree(int port) {
        try (var probe = new DatagramSocket(new InetSocketAddress("127.0.0.1", port))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    MediaSession open() {
        return media.open(CallId.next(Instant.EPOCH, new Random()), (call, since) -> silences.add(since));
    }

    /** A call between two, ready to talk. */
    MediaSession call(Peer caller, Peer callee) throws MediaUnavailableException {
        var session = open();
        join(session, caller, callee);
        return session;
    }

    static void join(MediaSession session, Peer caller, Peer callee) throws MediaUnavailableException {
        caller.talksTo(session.port(0, LegSide.CALLER, caller.address()));
        callee.talksTo(session.port(0, LegSide.CALLEE, callee.address()));
        session.remote(0, LegSide.CALLER, caller.media(true, true));
        session.remote(0, LegSide.CALLEE, callee.media(true, true));
        settle(session);
    }

    /** What was told to the session is done. */
    static void settle(MediaSession session) {
        var done = new CountDownLatch(1);
        ((RtpSession) session).loop().post(done::countDown);
        await(() -> done.getCount() == 0);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new AssertionError("waited 20 s in vain");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        media.close();
    }
}
